package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Poll;

/** One random stream of polls of a second, at whatever share the cutover is. */
final class FailureStream {
    private static final double SERVERS = 4;
    private static final double DEAD = 5;
    /** Above this mean, Poisson and binomial numbers are drawn as normal ones. */
    private static final double MANY = 200;

    private final FailureRow row;
    private final Sampler random;
    private final double keep;
    private final Side eks = new Side();
    private final Side mesos = new Side();
    private double common = Double.NaN;
    private double seconds;

    FailureStream(FailureRow row, long seed) {
        this.row = row;
        this.random = new Sampler(seed);
        this.keep = Math.exp(-1 / row.noise().memory());
    }

    double seconds() {
        return seconds;
    }

    /** Mesos alone, in two halves that have noise of their own, as two sides have. */
    Poll halves() {
        return next(.5, 0, row.mesos(), -1);
    }

    /**
     * @param into seconds since the phase began
     * @param phase 0 for the first
     */
    Poll next(double share, int phase, double into) {
        return next(share, phase, row.eks(phase), into);
    }

    private Poll next(double share, int phase, double p, double into) {
        seconds++;
        FailureRow.Noise noise = row.noise();
        common = wander(common);
        double factor = level(common, noise.drift());
        boolean cron = noise.cron() > 0 && seconds % 60 < 3;
        boolean outage = noise.outage() > 0 && phase == 1 && into >= 300 && into < 330;
        double all = cron ? noise.cron() : outage ? noise.outage() : 0;
        double rate = row.rate() * (noise.traffic() > 0 && into >= 300 && into < 310 ? noise.traffic() : 1);
        boolean burst = noise.burst() > 0 && random.uniform() < 1 / noise.burst();
        boolean ofEks = burst && random.uniform() < share;
        boolean mesosDies = noise.deathsOfMesos() || into < 0;
        eks.begin(burst && ofEks, noise.death() > 0 && (into >= 0 || noise.deathsOfMesos()));
        mesos.begin(burst && !ofEks, noise.death() > 0 && mesosDies && noise.deathsOfMesos());
        long[] c = eks.next(rate * share, p * factor, all);
        long[] b = mesos.next(rate * (1 - share), row.mesos() * factor, all);
        return Poll.of(seconds, Pair.of(c[0], c[1], b[0], b[1]));
    }

    private double wander(double x) {
        return Double.isNaN(x) ? random.gaussian() : keep * x + Math.sqrt(1 - keep * keep) * random.gaussian();
    }

    private static double level(double x, double scale) {
        return scale == 0 ? 1 : Math.exp(scale * x - scale * scale / 2);
    }

    private int poisson(double mean) {
        return mean < MANY
                ? random.poisson(mean)
                : (int) Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.gaussian()));
    }

    private int binomial(int n, double p) {
        double mean = n * Math.min(p, 1 - p);
        return mean < MANY
                ? random.binomial(n, p)
                : (int) Math.max(0, Math.min(n, Math.rint(n * p + Math.sqrt(n * p * (1 - p)) * random.gaussian())));
    }

    private final class Side {
        private double own = Double.NaN;
        private int pending;
        private double pendingSeconds;
        private double dead;

        void begin(boolean burst, boolean mayDie) {
            if (burst) {
                pending += random.between(5, 20);
                pendingSeconds = 1;
            }
            if (mayDie && dead <= 0 && random.uniform() < 1 / row.noise().death()) {
                dead = DEAD + random.uniform();
            }
        }

        /** A death begins somewhere inside a poll. */
        long[] next(double mean, double p, double all) {
            own = wander(own);
            double down = dead > DEAD ? 1 - (dead - DEAD) : Math.max(0, Math.min(1, dead));
            dead -= 1;
            double q = Math.min(.95, p * level(own, row.noise().wobble()));
            double failing = 1 - (1 - q) * (1 - all) * (1 - down / SERVERS);
            int requests = poisson(mean);
            return new long[] {requests, Math.min(requests, binomial(requests, failing) + burst())};
        }

        private int burst() {
            if (pending == 0) {
                return 0;
            }
            double here = Math.min(pendingSeconds, pendingSeconds == 1 ? random.uniform() : 1);
            int now = random.binomial(pending, here / pendingSeconds);
            pending -= now;
            pendingSeconds -= here;
            return now;
        }
    }
}
