package io.jenkins.plugins.cutover.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All comparisons of response times: {@link SlowBets} for p50, p95 and p99 of the time to the first and to the last byte,
 * each with its part of the weight of latency.
 *
 * <p>Warm-up: after each rise of the share pods compile code and fill caches, so EKS is slower for a while. Blocks count
 * from the second one in a row in which EKS was within the limit, at the latest when the time for warming up is over. Until
 * then only answers that are far too slow by themselves count ({@link KindTests}).
 */
final class SlownessTests {
    /** Quantiles of the list in a poll; the last two are held against the limits of far slower answers. */
    static final List<Double> LEVELS = List.of(.5, .95, .99, .5, .95);

    private static final List<String> NAMES = List.of("p50", "p95", "p99");
    private static final int CALM = 2;
    /** Slowness at these is seen soon, so a phase does not pass before it is excluded; few services can show p99. */
    private static final int NEEDED = 2;

    private final List<SlowBets> bets;
    private final double excluded;

    SlownessTests(JudgeSettings settings) {
        this.bets = IntStream.range(0, LEVELS.size())
                .mapToObj(i -> new SlowBets(
                        LEVELS.get(i),
                        settings.get(i < NAMES.size() ? Parameter.LATENCY_PACE : Parameter.VERY_SLOW_PACE)))
                .toList();
        this.excluded = 1 / settings.get(Parameter.BETA);
    }

    Slowness start() {
        List<SlowSeries> fresh = bets.stream().map(SlowBets::start).toList();
        return new Slowness(fresh, fresh, false, 0);
    }

    Slowness nextPhase(Slowness state) {
        return state.inUse()
                ? new Slowness(nextPhase(state.firstByte()), nextPhase(state.totals()), false, 0)
                : start();
    }

    private List<SlowSeries> nextPhase(List<SlowSeries> series) {
        return each(series, i -> bets.get(i).nextPhase(series.get(i)));
    }

    Slowness observe(Slowness state, Poll poll) {
        return new Slowness(
                counted(state.firstByte(), poll.latency()),
                counted(state.totals(), poll.totals()),
                state.warm(),
                state.calm());
    }

    private static List<SlowSeries> counted(List<SlowSeries> series, List<Pair> polled) {
        return each(
                series,
                i -> i < polled.size()
                        ? series.get(i).withOpen(series.get(i).open().plus(polled.get(i)))
                        : series.get(i));
    }

    /**
     * Closes the open blocks, and stakes on slowness that begins now.
     *
     * @param alone without live traffic on Mesos
     * @param late whether the time for warming up is over
     */
    Slowness nextBlock(Slowness state, double stake, boolean alone, boolean late) {
        boolean slower = slowerNow(state.firstByte(), alone) || slowerNow(state.totals(), alone);
        boolean full = bets.get(0).isFull(state.firstByte().get(0), alone);
        int calm = slower ? 0 : state.calm() + (full ? 1 : 0);
        boolean warm = state.warm() || late || calm >= CALM;
        return new Slowness(
                closed(state.firstByte(), stake, alone, state.warm() || late),
                closed(state.totals(), stake, alone, state.warm() || late),
                warm,
                calm);
    }

    private boolean slowerNow(List<SlowSeries> series, boolean alone) {
        return IntStream.range(0, NEEDED)
                .anyMatch(i ->
                        bets.get(i).isFull(series.get(i), alone) && bets.get(i).value(series.get(i), alone) > 0);
    }

    private List<SlowSeries> closed(List<SlowSeries> series, double stake, boolean alone, boolean warm) {
        return each(series, i -> {
            SlowSeries one = series.get(i);
            SlowBets test = bets.get(i);
            SlowSeries settled =
                    !test.isFull(one, alone) ? one : warm ? test.closed(one, alone) : one.withOpen(Pair.NONE);
            return settled.withHarm(Wealth.stake(settled.harm(), stake));
        });
    }

    private static List<SlowSeries> each(List<SlowSeries> series, IntFunction<SlowSeries> next) {
        return IntStream.range(0, series.size()).mapToObj(next).toList();
    }

    /** Capital now, {@code unspent} being what is not staked yet. */
    double evidence(Slowness state, double unspent) {
        return state.all()
                .mapToDouble(s -> Wealth.mean(s.harm()) + unspent)
                .average()
                .orElse(1);
    }

    /** Whether EKS was slower than the limit in this phase, by more than noise. */
    boolean looksSlower(Slowness state) {
        return looksSlower(state.firstByte()) || looksSlower(state.totals());
    }

    private boolean looksSlower(List<SlowSeries> series) {
        return !series.isEmpty()
                && IntStream.range(0, NEEDED).anyMatch(i -> bets.get(i).looksSlower(series.get(i)));
    }

    /** Whether harm beyond the margin is excluded at p50 and p95, of the times that were measured. */
    boolean excluded(Slowness state) {
        return state.inUse()
                && NAMES.subList(0, NEEDED).stream()
                        .allMatch(name -> excludedAt(state).contains(name));
    }

    /** The quantiles at which harm beyond the margin is excluded, such as {@code p50}. */
    List<String> excludedAt(Slowness state) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < NAMES.size() && state.inUse(); i++) {
            SlowBets test = bets.get(i);
            boolean both = test.proof(state.firstByte().get(i)) >= excluded
                    && (state.totals().get(i).blocks() == 0
                            || test.proof(state.totals().get(i)) >= excluded);
            if (both) {
                names.add(NAMES.get(i));
            }
        }
        return names;
    }

    /** The quantiles at which it is not excluded. */
    String openAt(Slowness state) {
        List<String> closed = excludedAt(state);
        return NAMES.stream().filter(n -> !closed.contains(n)).collect(Collectors.joining(", "));
    }

    /** The place of the quantile, of p50, p95 and p99, with the most evidence of harm. */
    int worst(Slowness state) {
        return IntStream.range(0, state.firstByte().size())
                .boxed()
                .max(Comparator.comparingDouble(
                        i -> Wealth.mean(state.firstByte().get(i).harm())))
                .map(i -> i % NAMES.size())
                .orElse(0);
    }

    static String name(int quantile) {
        return NAMES.get(quantile);
    }

    /** Whether answers were counted in this phase, after the warm-up. */
    static boolean measured(Slowness state) {
        return Stream.of(state.firstByte(), state.totals())
                .anyMatch(s -> !s.isEmpty() && s.get(0).blocks() > 0);
    }
}
