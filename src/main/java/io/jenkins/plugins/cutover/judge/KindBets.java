package io.jenkins.plugins.cutover.judge;

import io.jenkins.plugins.cutover.model.HarmKind;
import java.util.List;

/**
 * Compares how often requests to the two sides end in one way. H0: the odds on EKS are at most {@code psi0} times those on
 * Mesos. More on EKS is harm, fewer is not.
 *
 * <p>The bets are those of {@link Comparison} by block and on gross harm; see there for the formulas.
 */
final class KindBets {
    private static final double[] MULTIPLES = {1.6, 3, 8, 40, 300};
    private static final double PASSING_NOISE = 2;
    private static final double BLOCK_WEIGHT = .7;
    /** The part of a side's answers that is far too slow while it pauses for a second, as to collect garbage. */
    private static final double ONE_PAUSE = .4;

    private final BlockBets blocks;
    private final GrossBets gross;
    private final double burst;
    private final double floor;

    private KindBets(double psi0, double rho, double burst, double floor, double forgiven) {
        this.blocks = new BlockBets(psi0, MULTIPLES, rho);
        this.gross = new GrossBets(Math.max(PASSING_NOISE, psi0), burst, forgiven);
        this.burst = burst;
        this.floor = floor;
    }

    static KindBets of(HarmKind kind, JudgeSettings settings) {
        return new KindBets(
                settings.margin(kind),
                settings.get(Parameter.RHO),
                settings.burst(kind),
                settings.floor(kind),
                kind == HarmKind.FAILED ? GrossBets.ONE_POD_OF_FOUR : kind == HarmKind.VERY_SLOW ? ONE_PAUSE : 0);
    }

    /**
     * The state as if the test had been there from the beginning: no request ended so, and no bet changed its capital.
     *
     * @param spent capital staked so far by all tests of the judge
     */
    KindState begun(HarmKind kind, String route, int order, double spent) {
        return new KindState(
                kind,
                route,
                order,
                Wealth.stake(blocks.start(), spent),
                Wealth.stake(gross.start(), spent),
                OpenBlock.EMPTY,
                OpenSecond.EMPTY,
                Counts.NONE,
                Counts.NONE,
                Pair.NONE);
    }

    KindState observe(KindState state, Pair poll, double seconds) {
        KindState counted = state.counted(poll);
        KindState taken = counted.withBets(
                state.block(), state.gross(), state.open(), state.second().plus(poll, seconds));
        return taken.second().over() ? secondClosed(taken) : taken;
    }

    private KindState secondClosed(KindState state) {
        return state.withBets(
                state.block(), gross.settled(state.gross(), state.second()), voted(state), gross.next(state.second()));
    }

    private OpenBlock voted(KindState state) {
        Pair second = state.second().traffic();
        return second.requests() == 0 ? state.open() : state.open().plusVotes(second, burst);
    }

    /** Closes the open block and stakes {@code stake} on a difference that begins now. */
    KindState nextBlock(KindState state, double stake) {
        KindState closed = secondClosed(state);
        List<Double> settled = blocks.settled(closed.block(), closed.open());
        return closed.withBets(
                        Wealth.stake(settled, stake),
                        Wealth.stake(closed.gross(), stake),
                        OpenBlock.EMPTY,
                        closed.second())
                .blockClosed();
    }

    /** Capital now; no more than 1 while the part of EKS's requests is too small to matter. */
    double evidence(KindState state, double unspent) {
        double byBlock = Wealth.mean(blocks.settled(state.block(), voted(state)));
        double grossly = Wealth.mean(gross.settled(state.gross(), state.second()));
        double evidence = BLOCK_WEIGHT * byBlock + (1 - BLOCK_WEIGHT) * grossly + unspent;
        return state.lately() < floor ? Math.min(1, evidence) : evidence;
    }
}
