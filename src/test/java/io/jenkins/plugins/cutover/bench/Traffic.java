package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Poll;

/** One random stream of polls: open-loop Poisson arrivals, failures by the scenario. */
final class Traffic {
    private final Scenario scenario;
    private final Load load;
    private final Sampler random;
    private final Wander shared;
    private final Side canary;
    private final Side baseline;
    private double seconds;

    /**
     * @param rate requests a second, both sides
     * @param share part of them that goes to EKS
     * @param poll seconds between polls
     */
    record Load(double rate, double share, double poll) {}

    Traffic(Scenario scenario, Load load, long seed) {
        this.scenario = scenario;
        this.load = scenario.load(load);
        this.random = new Sampler(seed);
        this.shared = new Wander(scenario.drift(), 120);
        this.canary = new Side(this.load.share);
        this.baseline = new Side(1 - this.load.share);
    }

    /** Mesos alone in two halves, before any fault; each has its own noise, as two sides have. */
    static Traffic halves(Scenario scenario, Load load, long seed) {
        Load whole = scenario.load(load);
        return new Traffic(scenario.sound(), new Load(whole.rate, .5, whole.poll), seed);
    }

    Poll next() {
        double from = seconds;
        seconds += load.poll;
        double common = shared.next() * scenario.incident(from);
        beginBurst();
        long[] c = canary.next(scenario.canary(from) * common);
        long[] b = baseline.next(scenario.base() * common);
        return Poll.of(seconds, Pair.of(c[0], c[1], b[0], b[1]));
    }

    /** Something behind one instance breaks for a second; it is as likely a side's as the side is large. */
    private void beginBurst() {
        if (scenario.burstEvery() > 0 && random.uniform() < load.poll / scenario.burstEvery()) {
            Side side = random.uniform() < load.share ? canary : baseline;
            side.pending += random.between(5, 20);
            side.pendingSeconds = 1;
        }
    }

    private final class Side {
        private final double part;
        private final Wander own = new Wander(scenario.wobble(), 30);
        private int pending;
        private double pendingSeconds;

        Side(double part) {
            this.part = part;
        }

        /** Requests and failures of one poll. */
        long[] next(double p) {
            int requests = random.poisson(load.rate * part * load.poll);
            int errors = random.binomial(requests, Math.min(.95, p * own.next()));
            return new long[] {requests, Math.min(requests, errors + burst())};
        }

        /** A burst begins somewhere inside a poll, so its failures fall on at least two. */
        private int burst() {
            if (pending == 0) {
                return 0;
            }
            double here = Math.min(pendingSeconds, load.poll * (pendingSeconds == 1 ? random.uniform() : 1));
            int now = random.binomial(pending, here / pendingSeconds);
            pending -= now;
            pendingSeconds -= here;
            return now;
        }
    }

    /** A factor that wanders around 1 (an Ornstein-Uhlenbeck process in the logarithm; its mean is 1). */
    private final class Wander {
        private final double sigma;
        private final double keep;
        private double x = Double.NaN;

        Wander(double sigma, double memory) {
            this.sigma = sigma;
            this.keep = Math.exp(-load.poll / memory);
        }

        double next() {
            if (sigma == 0) {
                return 1;
            }
            x = Double.isNaN(x) ? random.gaussian() : keep * x + Math.sqrt(1 - keep * keep) * random.gaussian();
            return Math.exp(sigma * x - sigma * sigma / 2);
        }
    }
}
