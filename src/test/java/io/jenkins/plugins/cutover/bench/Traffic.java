package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Endings;
import io.jenkins.plugins.cutover.judge.OpenRequests;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.HarmKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One random stream of polls: open-loop Poisson arrivals, failures and other endings by the scenario. What ends in another
 * way is no failure in {@link Poll#traffic}, so the peers, which know failures only, do not see it.
 */
public final class Traffic {
    private static final double PATIENCE = 3;

    private final Scenario scenario;
    private final Load load;
    private final Sampler random;
    private final Wander shared;
    private final Side canary;
    private final Side baseline;
    private final double[] tooShort;
    private final Hanging hanging = new Hanging();
    private double seconds;
    private long harmed;

    /**
     * @param rate requests a second, both sides
     * @param share part of them that goes to EKS
     * @param poll seconds between polls
     */
    public record Load(double rate, double share, double poll) {}

    Traffic(Scenario scenario, Load load, long seed) {
        this.scenario = scenario;
        this.load = scenario.load(load);
        this.random = new Sampler(seed);
        this.shared = new Wander(scenario.drift(), 120);
        this.canary = new Side(this.load.share);
        this.baseline = new Side(1 - this.load.share);
        this.tooShort = AnswerSizes.tooShort(random, scenario.mix().sizes());
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
        Poll poll = Poll.of(seconds, Pair.of(c[0], c[1], b[0], b[1]));
        harmed = c[1];
        return scenario.mix().known() ? withKinds(poll, from) : poll;
    }

    /** Requests to EKS that were harmed in the last poll: failures, and those of the scenario's kind of harm. */
    long harmed() {
        return harmed;
    }

    private Poll withKinds(Poll poll, double from) {
        double times = scenario.change(from);
        Map<HarmKind, Integer> onMesos = baseline.kinds(poll.traffic().baseline(), times, tooShort[1]);
        int struck = random.binomial(
                (int) (poll.traffic().canary().requests()
                        - poll.traffic().canary().errors()),
                scenario.harmed(from));
        harmed += struck;
        int ending = scenario.mix().hangs() ? hanging.next(struck) : struck;
        Map<HarmKind, Integer> onEks = canary.kinds(unharmed(poll.traffic().canary(), struck), times, tooShort[0]);
        if (ending > 0) {
            onEks.merge(scenario.mix().harm(), ending, Integer::sum);
        }
        long ended = poll.traffic().canary().requests() - struck + ending;
        Map<HarmKind, Endings.Split> splits = new EnumMap<>(HarmKind.class);
        for (HarmKind kind : HarmKind.values()) {
            int c = onEks.getOrDefault(kind, 0);
            int b = onMesos.getOrDefault(kind, 0);
            if (c + b > 0) {
                splits.put(kind, new Endings.Split(c, b));
            }
        }
        Endings endings = new Endings("", ended, poll.traffic().baseline().requests(), splits);
        return poll.withKinds(List.of(endings))
                .withOpen(new OpenRequests(
                        hanging.open(),
                        0,
                        poll.traffic().canary().requests(),
                        poll.traffic().baseline().requests()));
    }

    private static Counts unharmed(Counts canary, int struck) {
        return new Counts(canary.requests() - struck, canary.errors());
    }

    /** Requests that end three seconds after they began. */
    private final class Hanging {
        private final Deque<Integer> began = new ArrayDeque<>();
        private int open;

        /** @return how many end now */
        int next(int beginning) {
            began.add(beginning);
            open += beginning;
            int ending = began.size() * load.poll > PATIENCE ? began.remove() : 0;
            open -= ending;
            return ending;
        }

        int open() {
            return open;
        }
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
        private double factor = 1;
        private int pending;
        private double pendingSeconds;

        Side(double part) {
            this.part = part;
        }

        /** Requests and failures of one poll. */
        long[] next(double p) {
            int requests = random.poisson(load.rate * part * load.poll);
            factor = own.next();
            int errors = random.binomial(requests, Math.min(.95, p * factor));
            return new long[] {requests, Math.min(requests, errors + burst())};
        }

        /** The usual kinds among the requests that did not fail; a request has one at most. */
        Map<HarmKind, Integer> kinds(Counts traffic, double times, double tooShortPart) {
            Map<HarmKind, Integer> kinds = new EnumMap<>(HarmKind.class);
            int left = (int) (traffic.requests() - traffic.errors());
            for (Map.Entry<HarmKind, Double> usual : scenario.mix().usual().entrySet()) {
                left -= draw(kinds, usual.getKey(), left, Math.min(.9, usual.getValue() * times * factor));
            }
            draw(kinds, HarmKind.SHORT, left, tooShortPart);
            return kinds;
        }

        private int draw(Map<HarmKind, Integer> kinds, HarmKind kind, int among, double part) {
            int some = random.binomial(among, part);
            if (some > 0) {
                kinds.put(kind, some);
            }
            return some;
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
