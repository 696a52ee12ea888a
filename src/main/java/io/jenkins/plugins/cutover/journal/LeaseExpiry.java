package io.jenkins.plugins.cutover.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long this process has seen each lease unchanged, by its monotonic clock. The clocks of machines differ and jump, so
 * the timestamps in a lease do not tell when it expires. Kubernetes' own leader election works the same way (client-go,
 * {@code observedTime}).
 */
final class LeaseExpiry {
    private record Observation(String state, long since) {}

    private final LongSupplier nanos;
    private final Map<String, Observation> observations = new HashMap<>();

    LeaseExpiry(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * @param state of the lease; differs after each renewal
     * @return whether it has not changed for the duration of a lease
     */
    synchronized boolean unchangedForALease(String environment, String state) {
        long now = nanos.getAsLong();
        Observation observation = observations.get(environment);
        if (observation == null || !observation.state().equals(state)) {
            observations.put(environment, new Observation(state, now));
            return false;
        }
        return now - observation.since() > Locks.LEASE.toNanos();
    }
}
