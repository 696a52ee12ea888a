package io.jenkins.plugins.cutover.simulation.world;

import java.time.Duration;

/** The requests to one side by their outcome, as it really was: what HAProxy shows may be less. */
public final class SideTally {
    private final long[] counts = new long[RequestOutcome.values().length];
    private long all;
    private Duration last = Duration.ZERO;

    void add(RequestOutcome outcome, long count, Duration now) {
        counts[outcome.ordinal()] += count;
        all += count;
        last = now;
    }

    public long all() {
        return all;
    }

    public long of(RequestOutcome outcome) {
        return counts[outcome.ordinal()];
    }

    /** When the last request was sent. */
    Duration last() {
        return last;
    }

    /** The counts now, in the order of the outcomes. Later requests do not change them. */
    public long[] counts() {
        return counts.clone();
    }
}
