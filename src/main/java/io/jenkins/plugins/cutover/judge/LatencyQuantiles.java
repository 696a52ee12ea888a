package io.jenkins.plugins.cutover.judge;

import java.util.Arrays;
import java.util.List;

/** Mesos's quantiles when the cutover began, in milliseconds: what was usual. */
public record LatencyQuantiles(double p50, double p90, double p99) {
    private static final List<Double> LEVELS = List.of(.5, .9, .99);
    private static final double TIMES = 1.5;
    /** Milliseconds. */
    private static final double AT_LEAST = 5;

    /**
     * Quantiles of single response times (nearest rank), in the samples' unit.
     *
     * @throws IllegalArgumentException with fewer than 100 samples, since p99 would be a guess
     */
    public static LatencyQuantiles of(double... samples) {
        if (samples.length < 100) {
            throw new IllegalArgumentException(samples.length + " latency samples: must be at least 100");
        }
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        List<Double> found = LEVELS.stream()
                .map(level -> sorted[(int) Math.ceil(level * sorted.length) - 1])
                .toList();
        return new LatencyQuantiles(found.get(0), found.get(1), found.get(2));
    }

    /** How many of the answers take longer than 1.5 times the median, and than 5 ms more. */
    public Counts slowerThanBefore(double[] answers) {
        return slower(answers, Math.max(TIMES * p50, p50 + AT_LEAST));
    }

    private static Counts slower(double[] answers, double limit) {
        return new Counts(
                answers.length, Arrays.stream(answers).filter(t -> t > limit).count());
    }
}
