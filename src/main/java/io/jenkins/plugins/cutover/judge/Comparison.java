package io.jenkins.plugins.cutover.judge;

import java.util.List;

/**
 * One metric, EKS against Mesos. H0: EKS's odds of failing are at most psi0 times Mesos's.
 *
 * <p>While both have traffic they are compared with each other. Without a live baseline EKS is compared with an upper
 * bound of Mesos's earlier figures; the chance that the bound is wrong has been paid for out of the capital
 * ({@link Spending}), so the same capital goes on.
 */
final class Comparison {
    /** The failures' alternatives as multiples of psi0: from "a third worse" to "everything fails". */
    private static final double[] ERROR_MULTIPLES = {1.3, 1.7, 2.5, 4, 8, 20, 60, 300};

    private static final double[] LATENCY_MULTIPLES = {1.15, 1.35, 1.7, 2.5, 4, 10, 40};
    /** Without a baseline the strongest alternatives are plain rates: they win most from a poll's failed fraction. */
    private static final double[] PLAIN_RATES = {.5, .9};

    private static final double NOT_NEEDED_YET = 0;
    private static final long FEWEST_TO_KNOW_MESOS = 100;

    private final double psi0;
    private final double[] ratios;
    private final double theta;
    private final double burst;
    private final boolean votes;
    private final boolean capped;

    private Comparison(double psi0, double[] multiples, double rho, double burst, boolean votes, boolean capped) {
        this.psi0 = psi0;
        this.ratios = java.util.Arrays.stream(multiples).map(g -> g * psi0).toArray();
        this.theta = (1 - rho) / rho;
        this.burst = burst;
        this.votes = votes;
        this.capped = capped;
    }

    static Comparison ofErrors(JudgeSettings settings) {
        boolean provable = settings.mode() == Mode.PROVABLE;
        return new Comparison(
                settings.psi0(),
                ERROR_MULTIPLES,
                settings.get(Parameter.RHO),
                settings.get(Parameter.BURST),
                !provable,
                provable);
    }

    /** Slow answers are many and not rare events: counted singly, psi0 is 1 since the margin is in the threshold. */
    static Comparison ofLatency(JudgeSettings settings) {
        return new Comparison(1, LATENCY_MULTIPLES, settings.get(Parameter.LATENCY_RHO), 1, false, false);
    }

    State start(Figures mesosBefore) {
        return new State(
                Wealth.none(ratios.length),
                capped ? Wealth.none(ratios.length) : List.of(),
                OpenBlock.EMPTY,
                mesosBefore,
                NOT_NEEDED_YET);
    }

    /** Closes the open block and stakes {@code stake} on a fault that begins now. */
    State nextBlock(State state, double stake) {
        State closed = close(state);
        return new State(
                Wealth.stake(closed.block, stake),
                Wealth.stake(closed.poll, stake),
                OpenBlock.EMPTY,
                closed.mesos,
                closed.bound);
    }

    private State close(State state) {
        return new State(
                settled(state),
                state.poll,
                OpenBlock.EMPTY,
                state.mesos.plus(new Counts(state.open.baseline, state.open.baselineErrors)),
                state.bound);
    }

    State observe(State state, Pair poll) {
        List<Double> capital = capped ? Wealth.times(state.poll, i -> pollFactor(poll, ratios[i])) : state.poll;
        return new State(state.block, capital, state.open.plus(poll, votes ? burst : 0), state.mesos, state.bound);
    }

    private double pollFactor(Pair poll, double ratio) {
        double nc = poll.canary().requests();
        double nb = poll.baseline().requests();
        if (nc == 0 || nb == 0) {
            return 1;
        }
        double q0 = Bets.part(psi0, nc, nb);
        return Bets.cap(poll.canary().errors(), poll.baseline().errors(), Bets.part(ratio, nc, nb), q0, burst);
    }

    /** A poll whose baseline is silent or too thin; {@code risk} is what was paid for the bound, used once. */
    State observeAlone(State state, Counts canary, double risk) {
        State closed = close(state);
        if (closed.bound == NOT_NEEDED_YET && closed.mesos.requests() < FEWEST_TO_KNOW_MESOS) {
            return closed;
        }
        double bound = closed.bound == NOT_NEEDED_YET ? closed.mesos.upper(risk) : closed.bound;
        double p0 = Bets.scaled(psi0, bound);
        return new State(
                Wealth.times(closed.block, i -> aloneFactor(i, canary, p0)),
                Wealth.times(closed.poll, i -> aloneFactor(i, canary, p0)),
                closed.open,
                closed.mesos,
                bound);
    }

    private double aloneFactor(int i, Counts canary, double p0) {
        if (p0 >= 1) {
            return 1;
        }
        double p = Bets.scaled(ratios[i] / psi0, p0);
        int plain = i - (ratios.length - PLAIN_RATES.length);
        double rate = plain < 0 ? p : Math.max(p, PLAIN_RATES[plain]);
        return Bets.rateVote(canary.errors(), canary.requests(), rate, p0);
    }

    /** Capital now, {@code unspent} being what is not staked yet. */
    double evidence(State state, double unspent) {
        double blocks = Wealth.mean(settled(state)) + unspent;
        return capped ? Math.min(blocks, Wealth.mean(state.poll) + unspent) : blocks;
    }

    private List<Double> settled(State state) {
        OpenBlock open = state.open;
        if (open.votes == 0 || open.canary == 0 || open.baseline == 0) {
            return state.block;
        }
        double q0 = Bets.part(psi0, open.canary, open.baseline);
        return Wealth.times(
                state.block,
                i -> Bets.betaBinomial(
                        open.canaryVotes, open.votes, Bets.part(ratios[i], open.canary, open.baseline), q0, theta));
    }

    /**
     * @param block capital as of the last closed block, by alternative
     * @param poll capital of the poll-by-poll bets; empty when not used
     * @param open the open block
     * @param mesos the baseline's figures of all closed blocks
     * @param bound the baseline's upper bound once it was needed; 0 before
     */
    record State(List<Double> block, List<Double> poll, OpenBlock open, Figures mesos, double bound) {}

    /** Counts of the open block; votes are fractions of polls. */
    record OpenBlock(long canary, long baseline, long baselineErrors, double canaryVotes, double votes) {
        static final OpenBlock EMPTY = new OpenBlock(0, 0, 0, 0, 0);

        /** With a burst limit, a poll's failures are one vote per {@code burst}, at least one; with none, one each. */
        OpenBlock plus(Pair poll, double burst) {
            double x = poll.errors();
            double vote = burst == 0 || x == 0 ? x : Math.max(1, x / burst);
            double part = x == 0 ? 0 : poll.canary().errors() / x;
            return new OpenBlock(
                    canary + poll.canary().requests(),
                    baseline + poll.baseline().requests(),
                    baselineErrors + poll.baseline().errors(),
                    canaryVotes + vote * part,
                    votes + vote);
        }
    }
}
