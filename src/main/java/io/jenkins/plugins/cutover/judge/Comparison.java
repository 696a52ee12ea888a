package io.jenkins.plugins.cutover.judge;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * One metric, EKS against Mesos. H0: EKS's odds of failing are at most psi0 times Mesos's.
 *
 * <p>While both have traffic they are compared with each other. Without a live baseline EKS is compared with an upper
 * bound of Mesos's earlier figures; the chance that the bound is wrong has been paid for out of the capital
 * ({@link AlphaSpending}), so the same capital goes on.
 */
final class Comparison {
    /** The failures' alternatives as multiples of psi0: from "half as bad again" to "everything fails". */
    private static final double[] ERROR_MULTIPLES = {1.6, 3, 8, 40, 300};

    private static final double[] LATENCY_MULTIPLES = {1.15, 1.35, 1.7, 2.5, 4, 10, 40};
    /**
     * ROBUST's second bet takes this odds ratio for passing noise and nothing above it. It needs no discount for wobble
     * then, and finds gross harm in heavy traffic in half the time.
     */
    private static final double PASSING_NOISE = 2;

    private static final double SECOND_BET = .3;
    /** The third is for gross harm in heavy traffic. */
    private static final double THIRD_BET = .1;

    private static final long FEWEST_TO_KNOW_MESOS = 100;
    private static final double NOT_NEEDED_YET = 0;

    private enum Kind {
        ROBUST,
        PROVABLE,
        PLAIN
    }

    private final Kind kind;
    private final double psi0;
    private final double burst;
    private final BlockBets blocks;
    private final PollBets polls;
    private final GrossBets gross;

    private Comparison(Kind kind, double psi0, double burst, BlockBets blocks, PollBets polls) {
        this.kind = kind;
        this.psi0 = psi0;
        this.burst = burst;
        this.blocks = blocks;
        this.polls = polls;
        this.gross = new GrossBets(Math.max(PASSING_NOISE, psi0), burst);
    }

    static Comparison ofErrors(JudgeSettings settings) {
        double psi0 = settings.psi0();
        double burst = settings.get(Parameter.BURST);
        double[] ratios = DoubleStream.of(ERROR_MULTIPLES).map(g -> g * psi0).toArray();
        BlockBets blocks = new BlockBets(psi0, ERROR_MULTIPLES, settings.get(Parameter.RHO));
        return settings.mode() == Mode.PROVABLE
                ? new Comparison(Kind.PROVABLE, psi0, burst, blocks, new PollBets(psi0, ratios, burst))
                : new Comparison(
                        Kind.ROBUST, psi0, burst, blocks, new PollBets(Math.max(PASSING_NOISE, psi0), ratios, burst));
    }

    /** Slow answers are many and no rare events: counted singly; psi0 is 1 since the margin is in the threshold. */
    static Comparison ofLatency(JudgeSettings settings) {
        BlockBets blocks = new BlockBets(1, LATENCY_MULTIPLES, settings.get(Parameter.LATENCY_RHO));
        return new Comparison(Kind.PLAIN, 1, 1, blocks, new PollBets(1, new double[0], 1));
    }

    State start(BaselineHistory mesosBefore) {
        List<Double> grossly = kind == Kind.ROBUST ? gross.start() : List.of();
        return new State(
                blocks.start(), polls.start(), grossly, OpenBlock.EMPTY, OpenSecond.EMPTY, mesosBefore, NOT_NEEDED_YET);
    }

    /** The state under these settings, when another phase's were others: the capital stays, spread anew. */
    State fitted(State state) {
        State fresh = start(BaselineHistory.NONE);
        return new State(
                Wealth.fitted(state.block, fresh.block.size()),
                Wealth.fitted(state.poll, fresh.poll.size()),
                Wealth.fitted(state.gross, fresh.gross.size()),
                state.open,
                state.second,
                state.mesos,
                state.bound);
    }

    /** Closes the open block and stakes {@code stake} on a fault that begins now. */
    State nextBlock(State state, double stake) {
        State closed = blockClosed(secondClosed(state));
        return new State(
                Wealth.stake(closed.block, stake),
                Wealth.stake(closed.poll, stake),
                Wealth.stake(closed.gross, stake),
                closed.open,
                closed.second,
                closed.mesos,
                closed.bound);
    }

    private State blockClosed(State state) {
        OpenBlock open = state.open;
        return new State(
                blocks.settled(state.block, open),
                state.poll,
                state.gross,
                OpenBlock.EMPTY,
                state.second,
                state.mesos.plus(new Counts(open.baseline(), open.baselineErrors())),
                state.bound);
    }

    /** What a second holds is one vote however often it was polled: a burst does not care where polls begin. */
    private State secondClosed(State state) {
        return new State(
                state.block,
                state.poll,
                gross.settled(state.gross, state.second),
                voted(state),
                OpenSecond.EMPTY,
                state.mesos,
                state.bound);
    }

    private OpenBlock voted(State state) {
        Pair second = state.second.traffic();
        return second.baseline().requests() == 0 && second.canary().requests() == 0
                ? state.open
                : state.open.plusVotes(second, burst);
    }

    /** A poll of both sides that covers so many seconds. */
    State observe(State state, Pair poll, double seconds) {
        boolean votes = kind == Kind.ROBUST;
        State taken = new State(
                state.block,
                polls.observe(state.poll, poll, seconds),
                state.gross,
                votes ? state.open : state.open.plus(poll),
                votes ? state.second.plus(poll, seconds) : state.second,
                state.mesos,
                state.bound);
        return taken.second.over() ? secondClosed(taken) : taken;
    }

    /** A poll whose baseline is silent or too thin; {@code risk} is what was paid for the bound, fixed at first use. */
    State observeAlone(State state, Counts canary, double seconds, double risk) {
        State closed = blockClosed(secondClosed(state));
        if (closed.bound == NOT_NEEDED_YET && closed.mesos.requests() < FEWEST_TO_KNOW_MESOS) {
            return closed;
        }
        double bound = closed.bound == NOT_NEEDED_YET ? closed.mesos.upper(risk) : closed.bound;
        double p0 = Bets.scaled(psi0, bound);
        return new State(
                LoneBets.observe(closed.block, canary, p0, seconds),
                LoneBets.observe(closed.poll, canary, p0, seconds),
                closed.gross,
                closed.open,
                closed.second,
                closed.mesos,
                bound);
    }

    /** Whether there is too little of Mesos for a bound. */
    static boolean knowsNothingOfMesos(State state) {
        long seen = state.mesos.requests() + state.open.baseline();
        return state.bound == NOT_NEEDED_YET && seen < FEWEST_TO_KNOW_MESOS;
    }

    /** Capital now, {@code unspent} being what is not staked yet. */
    double evidence(State state, double unspent) {
        double byBlock = Wealth.mean(blocks.settled(state.block, voted(state))) + unspent;
        if (kind == Kind.PLAIN) {
            return byBlock;
        }
        double byPoll = Wealth.mean(state.poll) + unspent;
        if (kind == Kind.PROVABLE) {
            return Math.min(byBlock, byPoll);
        }
        double grossly = Wealth.mean(gross.settled(state.gross, state.second)) + unspent;
        return (1 - SECOND_BET - THIRD_BET) * byBlock + SECOND_BET * byPoll + THIRD_BET * grossly;
    }

    /**
     * @param block capital of the bets by block, as of the last closed one
     * @param poll capital of the bets by poll
     * @param gross capital of the bets on gross harm, as of the last closed second; empty when not in use
     * @param open the open block
     * @param second the open second, not in the block yet; empty but for votes
     * @param mesos the baseline's figures of all closed blocks
     * @param bound the baseline's upper bound once it was needed; 0 before
     */
    record State(
            List<Double> block,
            List<Double> poll,
            List<Double> gross,
            OpenBlock open,
            OpenSecond second,
            BaselineHistory mesos,
            double bound) {
        State {
            gross = gross == null ? List.of() : gross; // states of before there were such bets have none
            second = second == null ? OpenSecond.EMPTY : second;
        }
    }
}
