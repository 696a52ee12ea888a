package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.judge.Baseline;
import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Judge;
import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.JudgeState;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Parameter;
import io.jenkins.plugins.cutover.judge.Poll;
import java.util.Optional;

/**
 * One whole cutover: five minutes of Mesos alone, then ten minutes at each share. At 100 % a suspicion asks: the share is
 * half for a minute, six times at most, as by default. Every phase passes at its end, so each gives the judge all its time.
 */
final class FailureCutover {
    /** The phase at 100 %. */
    static final int LAST = 3;

    private static final double[] SHARES = {.05, .25, .5, 1};
    private static final double PHASE = 600;
    private static final double BEFOREHAND = 300;
    private static final double ASKED = .5;
    private static final double ASK = 60;
    private static final int ASKS = 6;

    private final FailureStream stream;
    private final FailureRow row;
    private final Judge judge;
    private final double harmful;
    private final boolean oracle;
    private JudgeState state;
    private double known;
    private long harmed;
    private boolean back;

    /**
     * @param rolledBack whether traffic went back to Mesos
     * @param harmed failures of EKS until then
     * @param phase in which
     */
    record Outcome(boolean rolledBack, long harmed, double seconds, int phase) {}

    private FailureCutover(FailureRow row, JudgeSettings chosen, boolean oracle, long seed) {
        this.row = row;
        this.stream = new FailureStream(row, seed);
        this.oracle = oracle;
        Baseline mesos = Baseline.NONE;
        for (int i = 0; i < BEFOREHAND; i++) {
            Pair pair = stream.halves().traffic();
            Counts all = pair.canary().plus(pair.baseline());
            mesos = mesos.observe(1, all, Optional.of(pair), chosen);
        }
        JudgeSettings settings = mesos.noise().applied(chosen);
        this.judge = new Judge(settings);
        this.harmful = 1 / settings.get(Parameter.ALPHA);
        this.state = judge.start(stream.seconds(), basisPoints(SHARES[0]), 4, mesos.figures());
    }

    /** By this judge. */
    static Outcome judged(FailureRow row, JudgeSettings settings, long seed) {
        return new FailureCutover(row, settings, false, seed).run();
    }

    /** By the likelihood ratio of the true rates, at 1:200. */
    static Outcome known(FailureRow row, JudgeSettings settings, long seed) {
        return new FailureCutover(row, settings, true, seed).run();
    }

    private static int basisPoints(double share) {
        return (int) Math.round(share * 10_000);
    }

    private Outcome run() {
        double began = stream.seconds();
        for (int phase = 0; phase <= LAST && !back; phase++) {
            double from = stream.seconds();
            long before = harmed;
            at(SHARES[phase]);
            int asks = 0;
            while (stream.seconds() < from + PHASE && !back) {
                poll(SHARES[phase], phase, stream.seconds() - from);
                if (phase == LAST
                        && !oracle
                        && asks < ASKS
                        && !judge.judge(state).suspicion().isEmpty()) {
                    asks++;
                    ask(phase, from);
                }
            }
            if (row.alone() && phase < LAST) {
                harmed = before;
            }
            if (back) {
                return new Outcome(true, harmed, stream.seconds() - began, phase);
            }
        }
        return new Outcome(false, harmed, stream.seconds() - began, LAST);
    }

    private void ask(int phase, double from) {
        double end = stream.seconds() + ASK;
        at(ASKED);
        while (stream.seconds() < end && !back) {
            poll(ASKED, phase, stream.seconds() - from);
        }
        at(SHARES[LAST]);
    }

    private void at(double share) {
        state = judge.phase(state, stream.seconds(), basisPoints(share), 4);
    }

    private void poll(double share, int phase, double into) {
        Poll poll = stream.next(share, phase, into);
        Counts eks = poll.traffic().canary();
        harmed += eks.errors();
        if (oracle) {
            double p = row.eks(phase);
            known = Math.max(
                    row.alone() ? 0 : Double.NEGATIVE_INFINITY,
                    known
                            + eks.errors() * Math.log(p / row.mesos())
                            + (eks.requests() - eks.errors()) * Math.log((1 - p) / (1 - row.mesos())));
            back = known >= Math.log(200);
        } else {
            state = judge.observe(state, poll);
            back = judge.harm(state) >= harmful;
        }
    }
}
