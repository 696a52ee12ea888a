package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One cutover per environment: a lease that survives a crash and names its owner. */
public interface Locks {
    /** How long a lease holds without being renewed. */
    Duration LEASE = Duration.ofSeconds(60);

    /**
     * Takes or renews the lease.
     *
     * @return empty when the caller holds it now; otherwise who does
     */
    Optional<Holder> take(String environment, String service, Owner owner);

    /** Gives the lease up; nothing happens when somebody else holds it. */
    void release(String environment, Owner owner);

    /** Who holds the environment now, an expired lease included. */
    Optional<Holder> holder(String environment);

    /**
     * @param service what the environment is held for
     * @param renewed when the owner last said that it is alive
     */
    record Holder(Owner owner, String service, Instant renewed) {
        public boolean expired(Instant now) {
            return renewed.plus(LEASE).isBefore(now);
        }
    }
}
