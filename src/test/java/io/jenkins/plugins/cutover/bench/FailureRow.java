package io.jenkins.plugins.cutover.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How requests of a whole cutover fail; only failures, in counts by poll.
 *
 * @param sound whether a rollback is false
 * @param rate requests a second, both sides
 * @param mesos failed fraction of Mesos
 * @param eks failed fraction of EKS
 * @param alone whether EKS fails so only in the last phase, at 100 %, and as Mesos before
 * @param noise what else happens
 */
record FailureRow(String name, boolean sound, double rate, double mesos, double eks, boolean alone, Noise noise) {
    /**
     * Disturbances; 0 for none.
     *
     * @param drift log-scale of a wander of both sides' rates together, with a memory of {@code memory} seconds
     * @param wobble log-scale of each side's own wander
     * @param memory of both, in seconds
     * @param burst mean seconds between bursts of 5 to 20 failures within a second, on a side as likely as it is large
     * @param death mean seconds between deaths, on each side, of one server of four; for 5 seconds all its requests fail
     * @param deathsOfMesos whether servers of Mesos die as well
     * @param cron failed fraction of both sides for 3 s in each minute
     * @param outage failed fraction of both sides for 30 s, 300 s into the second phase
     * @param traffic how many times as many requests come for 10 s, 300 s into each phase
     */
    record Noise(
            double drift,
            double wobble,
            double memory,
            double burst,
            double death,
            boolean deathsOfMesos,
            double cron,
            double outage,
            double traffic) {
        static final Noise NONE = new Noise(0, 0, 30, 0, 0, true, 0, 0, 0);

        static Noise drift(double scale, double memory) {
            return new Noise(scale, 0, memory, 0, 0, true, 0, 0, 0);
        }

        static Noise wobble(double scale, double memory) {
            return new Noise(0, scale, memory, 0, 0, true, 0, 0, 0);
        }

        static Noise bursts(double every) {
            return new Noise(0, 0, 30, every, 0, true, 0, 0, 0);
        }

        static Noise deaths(double every, boolean both) {
            return new Noise(0, 0, 30, 0, every, both, 0, 0, 0);
        }

        static Noise cron(double part) {
            return new Noise(0, 0, 30, 0, 0, true, part, 0, 0);
        }

        static Noise outage(double part) {
            return new Noise(0, 0, 30, 0, 0, true, 0, part, 0);
        }

        static Noise traffic(double times) {
            return new Noise(0, 0, 30, 0, 0, true, 0, 0, times);
        }
    }

    static List<FailureRow> quiet() {
        List<FailureRow> rows = new ArrayList<>();
        for (double rate : new double[] {10, 300, 20_000}) {
            rows.add(same("independent", rate, .0005, Noise.NONE));
            rows.add(same("both 5 %", rate, .05, Noise.NONE));
            rows.add(new FailureRow("EKS 6 % of 5 %", true, rate, .05, .06, false, Noise.NONE));
            rows.add(same("cron errors", rate, .0005, Noise.cron(.05)));
            rows.add(same("shared outage", rate, .0005, Noise.outage(.5)));
        }
        for (double rate : new double[] {200, 2_000, 20_000}) {
            rows.add(same("shared drift", rate, .001, Noise.drift(.8, 120)));
            rows.add(same("wobble", rate, .001, Noise.wobble(.3, 30)));
            rows.add(same("wobble at 2 %", rate, .02, Noise.wobble(.3, 30)));
            rows.add(same("bursts", rate, .001, Noise.bursts(60)));
            rows.add(same("AR(1)", rate, .005, Noise.drift(1, 10)));
        }
        for (double rate : new double[] {20, 200, 2_000}) {
            rows.add(same("death 20 min", rate, .0005, Noise.deaths(1200, true)));
            rows.add(same("death 2 h", rate, .0005, Noise.deaths(7200, true)));
        }
        rows.add(same("death 6 h", 200, .0005, Noise.deaths(21_600, true)));
        rows.add(same("death, no errors", 200, 0, Noise.deaths(1200, true)));
        rows.add(same("death, 5 % errors", 200, .05, Noise.deaths(1200, true)));
        rows.add(same("100x traffic", 300, .0005, Noise.traffic(100)));
        return rows;
    }

    static List<FailureRow> harm() {
        List<FailureRow> rows = new ArrayList<>();
        for (double rate : new double[] {10, 300, 20_000}) {
            for (double p : new double[] {.003, .01, .05, .5}) {
                rows.add(harm(rate, .0005, p));
            }
            for (double p : new double[] {.1, .2, .5}) {
                rows.add(harm(rate, .05, p));
            }
        }
        rows.add(harm(20_000, .001, .005));
        rows.add(harm(2_000, .005, .01));
        rows.add(new FailureRow("1 % after outage", false, 300, .0005, .01, true, Noise.outage(.5)));
        rows.add(new FailureRow("EKS dies each min", false, 200, .0005, .0005, false, Noise.deaths(60, false)));
        return rows;
    }

    private static FailureRow same(String name, double rate, double p, Noise noise) {
        return new FailureRow(name, true, rate, p, p, false, noise);
    }

    private static FailureRow harm(double rate, double mesos, double eks) {
        return new FailureRow(
                percent(mesos) + " to " + percent(eks) + " %", false, rate, mesos, eks, false, Noise.NONE);
    }

    private static String percent(double p) {
        return new java.math.BigDecimal(p * 100)
                .round(new java.math.MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    double eks(int phase) {
        return alone && phase < FailureCutover.LAST ? mesos : eks;
    }
}
