package io.jenkins.plugins.cutover.judge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Compares one metric of EKS with the same metric of Mesos: an e-process, a capital that is bet on every poll.
 *
 * <p>Hypotheses, for the chances pe and pm that a request fails on EKS and on Mesos:
 *
 * <pre>
 *   H0: pe / (1 - pe) &lt;= psi0 * pm / (1 - pm)
 *   H1: pe / (1 - pe)  = g * psi0 * pm / (1 - pm)   for one multiple g of {1.6, 3, 8, 40, 300}
 * </pre>
 *
 * <p>Formula: after ne requests to EKS and nm to Mesos, a failure is one of EKS's with the chance
 * q(psi) = psi ne / (psi ne + nm), psi being the odds ratio. Each alternative psi = g * psi0 has its own capital, which is
 * multiplied by a factor that compares q(psi) with q(psi0). Where H0 and the assumption of a bet hold, the factor has a
 * mean of at most 1, so by Ville's inequality the capital reaches 1 / alpha with a probability of at most alpha. Bets on
 * the same requests differ in what they assume; each says what of it is proved:
 *
 * <pre>
 *   second likelihood ratio, discounted by how much Mesos's own failures scatter ({@link SecondBets})
 *   gross  each second against one dead server of four ({@link GrossRate})
 *   event  servers that die, on which side ({@link EventBets})
 *   block  beta-binomial with correlation rho, once a block ({@link BlockBets}): bursts and wobble
 *   poll   likelihood ratio to the power 1 / burst, each poll ({@link PollBets}): bursts
 * </pre>
 *
 * <p>Evidence, each bet being the mean capital of its alternatives plus what is not staked yet ({@link AlphaSpending}):
 *
 * <pre>
 *   ROBUST    E = .7 second + .25 gross + .05 event
 *   PROVABLE  E = min(block, poll)
 * </pre>
 *
 * <p>Without live traffic on Mesos nothing is bet: see {@link Suspicion}.
 */
final class Comparison {
    /** From "half as many failures again" to "everything fails". */
    private static final double[] ERROR_MULTIPLES = {1.6, 3, 8, 40, 300};

    private static final double GROSS_WEIGHT = .25;
    private static final double EVENT_WEIGHT = .05;

    private final Mode mode;
    private final BlockBets blocks;
    private final PollBets polls;
    private final SecondBets seconds;
    private final GrossRate gross;
    private final EventBets events = new EventBets();

    private Comparison(Mode mode, double psi0, double burst, BlockBets blocks, PollBets polls, SecondBets seconds) {
        this.mode = mode;
        this.blocks = blocks;
        this.polls = polls;
        this.seconds = seconds;
        this.gross = new GrossRate(psi0, burst);
    }

    static Comparison ofErrors(JudgeSettings settings) {
        double psi0 = settings.psi0();
        double burst = settings.get(Parameter.BURST);
        if (settings.mode() == Mode.PROVABLE) {
            double[] ratios =
                    DoubleStream.of(ERROR_MULTIPLES).map(g -> g * psi0).toArray();
            BlockBets blocks = new BlockBets(psi0, ERROR_MULTIPLES, settings.get(Parameter.RHO));
            return new Comparison(Mode.PROVABLE, psi0, burst, blocks, new PollBets(psi0, ratios, burst), null);
        }
        SecondBets seconds = new SecondBets(psi0, ERROR_MULTIPLES, settings.get(Parameter.BLOCK), burst);
        return new Comparison(Mode.ROBUST, psi0, burst, null, null, seconds);
    }

    State start(BaselineHistory mesosBefore) {
        return mode == Mode.ROBUST
                ? new State(
                        events.start(),
                        seconds.start(),
                        gross.start(),
                        OpenBlock.EMPTY,
                        OpenSecond.EMPTY,
                        mesosBefore,
                        Lately.after(mesosBefore))
                : new State(
                        blocks.start(), polls.start(), List.of(), OpenBlock.EMPTY, OpenSecond.EMPTY, mesosBefore, null);
    }

    /** The state of a phase with other settings, under these: the capital stays and is spread over these alternatives. */
    State fitted(State before) {
        State state = mode == Mode.ROBUST ? blockClosed(secondClosed(before)) : before;
        State fresh = start(BaselineHistory.NONE);
        return new State(
                Wealth.fitted(state.block, fresh.block.size()),
                Wealth.fitted(state.poll, fresh.poll.size()),
                Wealth.fitted(state.gross, fresh.gross.size()),
                state.open,
                state.second,
                state.mesos,
                state.lately);
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
                closed.lately);
    }

    private State blockClosed(State state) {
        OpenBlock open = state.open;
        Counts ofMesos = new Counts(open.baseline(), open.baselineErrors());
        return new State(
                blocks == null ? state.block : blocks.settled(state.block, open),
                state.poll,
                state.gross,
                OpenBlock.EMPTY,
                state.second,
                state.mesos.plus(ofMesos),
                mode == Mode.ROBUST ? state.known().blockClosed(open) : null);
    }

    /** A second is settled as a whole, however often it was polled: a burst may span several polls. */
    private State secondClosed(State state) {
        if (mode != Mode.ROBUST) {
            return state;
        }
        OpenSecond second = state.second;
        if (second.traffic().requests() == 0) {
            return state;
        }
        Lately before = state.known();
        Lately now = before.next(second, seconds.expected(second, before.mesos()), state.poll);
        return new State(
                events.settled(
                        state.block,
                        now.ofEks().begins(before.ofEks()),
                        now.ofMesos().begins(before.ofMesos())),
                seconds.settled(state.poll, second, now.requests(state.open), now.mesos(), now.ofEks()),
                gross.settled(state.gross, second),
                state.open,
                OpenSecond.EMPTY,
                state.mesos,
                now);
    }

    /** A poll of both sides that covers so many seconds. */
    State observe(State state, Pair poll, double length) {
        boolean bySecond = mode == Mode.ROBUST;
        State taken = new State(
                state.block,
                bySecond ? state.poll : polls.observe(state.poll, poll, length),
                state.gross,
                state.open.plus(poll),
                bySecond ? state.second.plus(poll, length) : state.second,
                state.mesos,
                state.lately);
        return taken.second.over() ? secondClosed(taken) : taken;
    }

    /** Capital now, {@code unspent} being what is not staked yet. */
    double evidence(State state, double unspent) {
        if (mode == Mode.ROBUST) {
            double bySecond = Wealth.mean(state.poll);
            double grossly = Wealth.mean(gross.settled(state.gross, state.second));
            double byEvent = Wealth.mean(state.block);
            return (1 - GROSS_WEIGHT - EVENT_WEIGHT) * bySecond
                    + GROSS_WEIGHT * grossly
                    + EVENT_WEIGHT * byEvent
                    + unspent;
        }
        double byBlock = Wealth.mean(blocks.settled(state.block, state.open)) + unspent;
        return Math.min(byBlock, Wealth.mean(state.poll) + unspent);
    }

    /**
     * @param block capital of the bets by block, as of the last closed one; in ROBUST, of the bets by event
     * @param poll capital of the bets by poll; in ROBUST, by second, as of the last closed one
     * @param gross capital of the bets on gross harm, as of the last closed second; empty when not in use
     * @param open the open block
     * @param second the open second; empty but in ROBUST
     * @param mesos Mesos's figures in all closed blocks
     * @param lately how failures are counted; not written but in ROBUST
     */
    @JsonIgnoreProperties("bound") // in older records
    record State(
            List<Double> block,
            List<Double> poll,
            List<Double> gross,
            OpenBlock open,
            OpenSecond second,
            BaselineHistory mesos,
            @JsonInclude(JsonInclude.Include.NON_NULL) Lately lately) {
        State {
            gross = gross == null ? List.of() : gross; // absent in old states
            second = second == null ? OpenSecond.EMPTY : second;
        }

        /** Absent in old states. */
        private Lately known() {
            return lately == null ? Lately.UNKNOWN : lately;
        }
    }
}
