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
     * Takes or renews the lease. The lease of another owner is taken over only when that owner is known to have ended,
     * or when this process itself has seen it unrenewed for {@link #LEASE}: timestamps of other machines are not compared
     * with the local clock. An owner that moves two services at once (branches of one build) counts as two owners.
     */
    Claim take(String environment, String service, Owner owner);

    /** Releases the lease. Does nothing if another owner holds it, or the same owner for another service. */
    void release(String environment, String service, Owner owner);

    /** Who holds the environment now, an expired lease included. */
    Optional<Holder> holder(String environment);

    /**
     * Whether this process itself has seen the environment's lease unrenewed, or without a holder, for {@link #LEASE};
     * each call is an observation.
     */
    default boolean lapsed(String environment) {
        return false;
    }

    /** @param ours whether the caller is the holder now */
    record Claim(Holder holder, boolean ours) {
        /** The other owner that holds it. */
        public Optional<Holder> other() {
            return ours ? Optional.empty() : Optional.of(holder);
        }
    }

    /**
     * @param service what the environment is held for
     * @param renewed when the owner last renewed it, by its own clock
     * @param takenOver from which owner and why, for people; empty when it was free
     */
    record Holder(Owner owner, String service, Instant renewed, String takenOver) {
        public Holder {
            takenOver = takenOver == null ? "" : takenOver;
        }

        public Holder(Owner owner, String service, Instant renewed) {
            this(owner, service, renewed, "");
        }

        public boolean is(Owner who, String what) {
            return owner.equals(who) && service.equals(what);
        }
    }
}
