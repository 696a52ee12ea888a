package io.jenkins.plugins.cutover.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** Where a moment is on the horizontal axis, which is always as wide as the page. */
record TimeScale(Instant from, Instant to) {
    private static final List<Integer> STEPS = List.of(
            1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 604_800);
    private static final int MAX_TICKS = 6;

    /** 0 to 1. */
    double fraction(Instant at) {
        double length = Math.max(1, Duration.between(from, to).toMillis());
        return Math.min(1, Math.max(0, Duration.between(from, at).toMillis() / length));
    }

    /** 0 to 100, with a percent sign: for attributes that take one. */
    String percent(Instant at) {
        return percent(fraction(at));
    }

    static String percent(double fraction) {
        return Markup.decimal(fraction * 100) + "%";
    }

    /** 0 to 1000: for paths, in a box that is stretched to the width of the page. */
    double unit(Instant at) {
        return fraction(at) * 1_000;
    }

    /** Round times since the start. */
    List<Duration> ticks() {
        long seconds = Math.max(1, Duration.between(from, to).toSeconds());
        int step =
                STEPS.stream().filter(s -> seconds / s <= MAX_TICKS).findFirst().orElse(STEPS.get(STEPS.size() - 1));
        return LongStream.rangeClosed(0, seconds / step)
                .mapToObj(i -> Duration.ofSeconds(i * step))
                .toList();
    }
}
