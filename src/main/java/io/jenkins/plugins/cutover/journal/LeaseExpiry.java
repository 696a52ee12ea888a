package io.jenkins.plugins.cutover.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long this process has seen each lease unchanged, by its own steady clock: machines' clocks differ and jump, so a
 * lease's own times say nothing about when it ends. Kubernetes' own leader election does it this way (client-go,
 * {@code observedTime}).
 */
final class LeaseExpiry {
    private record Sight(String state, long since) {}

    private final LongSupplier nanos;
    private final Map<String, Sight> sights = new HashMap<>();

    LeaseExpiry(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @param state differs after each renewal */
    synchronized boolean forLong(String environment, String state) {
        long now = nanos.getAsLong();
        Sight sight = sights.get(environment);
        if (sight == null || !sight.state().equals(state)) {
            sights.put(environment, new Sight(state, now));
            return false;
        }
        return now - sight.since() > Locks.LEASE.toNanos();
    }
}
