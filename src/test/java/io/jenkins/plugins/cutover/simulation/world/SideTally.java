package io.jenkins.plugins.cutover.simulation.world;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The requests to one side by their outcome, as it really was: what HAProxy shows may be less. */
public final class SideTally {
    private final Map<RequestOutcome, Long> counts = new EnumMap<>(RequestOutcome.class);
    private long all;
    private Duration last = Duration.ZERO;

    void add(RequestOutcome outcome, long count, Duration now) {
        counts.merge(outcome, count, Long::sum);
        all += count;
        last = now;
    }

    public long all() {
        return all;
    }

    public long of(RequestOutcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /** When the last request was sent. */
    Duration last() {
        return last;
    }

    /** The counts now, which later requests do not change. */
    public Map<RequestOutcome, Long> counts() {
        return Map.copyOf(counts);
    }
}
