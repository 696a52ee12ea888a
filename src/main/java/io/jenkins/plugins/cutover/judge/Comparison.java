package io.jenkins.plugins.cutover.judge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Compares one metric of EKS with the same metric of Mesos: an e-process, a capital that is bet on every poll.
 *
 * <p>Hypotheses, for the chances pe and pm that a request fails on EKS and on Mesos:
 *
 * <pre>
 *   H0: pe / (1 - pe) &lt;= psi0 * pm / (1 - pm)
 *   H1: pe / (1 - pe)  = g * psi0 * pm / (1 - pm)   for one multiple g of {1.6, 3, 8, 40, 300};
 *                                                   for slow answers {1.15, 1.35, 1.7, 2.5, 4, 10, 40}
 * </pre>
 *
 * <p>Formula: after ne requests to EKS and nm to Mesos, a failure is one of EKS's with the chance
 * q(psi) = psi ne / (psi ne + nm), psi being the odds ratio. Each alternative psi = g * psi0 has its own capital, which is
 * multiplied by a factor that compares q(psi) with q(psi0). Where H0 and the assumption of a bet hold, the factor has a
 * mean of at most 1, so by Ville's inequality the capital reaches 1 / alpha with a probability of at most alpha. Three
 * bets on the same requests differ in what they withstand:
 *
 * <pre>
 *   block  beta-binomial with correlation rho, once a block ({@link BlockBets}): bursts and wobble
 *   poll   likelihood ratio to the power 1 / burst, each poll ({@link PollBets}): bursts
 *   gross  likelihood ratio of a second's failures above two bursts ({@link GrossBets}); g is 8 or 300
 * </pre>
 *
 * <p>In ROBUST, poll and gross bet against max(2, psi0) in place of psi0.
 *
 * <p>Evidence, each bet being the mean capital of its alternatives plus what is not staked yet ({@link AlphaSpending}):
 *
 * <pre>
 *   ROBUST    E = .6 block + .3 poll + .1 gross
 *   PROVABLE  E = min(block, poll)
 *   PLAIN     E = block                            (slow answers)
 * </pre>
 *
 * <p>Without live traffic on Mesos nothing is bet: see {@link Suspicion}.
 */
final class Comparison {
    /** From "half as many failures again" to "everything fails". */
    private static final double[] ERROR_MULTIPLES = {1.6, 3, 8, 40, 300};

    /**
     * Wobble between blocks reaches this odds ratio and does not exceed it. A bet against it needs no discount for wobble,
     * and finds gross harm in heavy traffic in half the time.
     */
    private static final double PASSING_NOISE = 2;

    private static final double POLL_WEIGHT = .3;
    private static final double GROSS_WEIGHT = .1;
    private static final double BLOCK_WEIGHT = 1 - POLL_WEIGHT - GROSS_WEIGHT;

    private enum Kind {
        ROBUST,
        PROVABLE,
        PLAIN
    }

    private final Kind kind;
    private final double burst;
    private final BlockBets blocks;
    private final PollBets polls;
    private final GrossBets gross;

    private Comparison(Kind kind, double psi0, double burst, BlockBets blocks, PollBets polls) {
        this.kind = kind;
        this.burst = burst;
        this.blocks = blocks;
        this.polls = polls;
        this.gross = new GrossBets(Math.max(PASSING_NOISE, psi0), burst, GrossBets.ONE_POD_OF_FOUR);
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

    State start(BaselineHistory mesosBefore) {
        List<Double> grossly = kind == Kind.ROBUST ? gross.start() : List.of();
        return new State(blocks.start(), polls.start(), grossly, OpenBlock.EMPTY, OpenSecond.EMPTY, mesosBefore);
    }

    /** The state of a phase with other settings, under these: the capital stays and is spread over these alternatives. */
    State fitted(State state) {
        State fresh = start(BaselineHistory.NONE);
        return new State(
                Wealth.fitted(state.block, fresh.block.size()),
                Wealth.fitted(state.poll, fresh.poll.size()),
                Wealth.fitted(state.gross, fresh.gross.size()),
                state.open,
                state.second,
                state.mesos);
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
                closed.mesos);
    }

    private State blockClosed(State state) {
        OpenBlock open = state.open;
        return new State(
                blocks.settled(state.block, open),
                state.poll,
                state.gross,
                OpenBlock.EMPTY,
                state.second,
                state.mesos.plus(new Counts(open.baseline(), open.baselineErrors())));
    }

    /** A second is one vote, however often it was polled: a burst may span several polls. */
    private State secondClosed(State state) {
        return new State(
                state.block,
                state.poll,
                gross.settled(state.gross, state.second),
                voted(state),
                gross.next(state.second),
                state.mesos);
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
                state.mesos);
        return taken.second.over() ? secondClosed(taken) : taken;
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
        return BLOCK_WEIGHT * byBlock + POLL_WEIGHT * byPoll + GROSS_WEIGHT * grossly;
    }

    /**
     * @param block capital of the bets by block, as of the last closed one
     * @param poll capital of the bets by poll
     * @param gross capital of the bets on gross harm, as of the last closed second; empty when not in use
     * @param open the open block
     * @param second the open second, not in the block yet; empty but for votes
     * @param mesos Mesos's figures in all closed blocks
     */
    @JsonIgnoreProperties("bound") // in older records
    record State(
            List<Double> block,
            List<Double> poll,
            List<Double> gross,
            OpenBlock open,
            OpenSecond second,
            BaselineHistory mesos) {
        State {
            gross = gross == null ? List.of() : gross; // absent in old states
            second = second == null ? OpenSecond.EMPTY : second;
        }
    }
}
