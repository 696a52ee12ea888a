package io.jenkins.plugins.cutover.judge;

import java.util.List;
import java.util.stream.Stream;

/**
 * The state of all comparisons of response times.
 *
 * @param firstByte p50, p95, p99, and p50, p95 against the limits of far slower answers
 * @param totals the same for the time until the last byte; without blocks where it is not logged
 * @param warm whether EKS has warmed up in this phase
 * @param calm blocks in a row in which EKS was not slower than the limit
 */
record Slowness(List<SlowSeries> firstByte, List<SlowSeries> totals, boolean warm, int calm) {
    static final Slowness NONE = new Slowness(List.of(), List.of(), false, 0);

    Slowness {
        firstByte = List.copyOf(firstByte);
        totals = List.copyOf(totals);
    }

    Stream<SlowSeries> all() {
        return Stream.concat(firstByte.stream(), totals.stream());
    }

    boolean inUse() {
        return !firstByte.isEmpty();
    }
}
