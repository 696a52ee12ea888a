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
     * Takes or renews the lease. One that another owner holds is taken over only when that owner is known to be dead,
     * or when this process itself has seen it unrenewed for {@link #LEASE}: times that were written elsewhere are not
     * compared with the clock here. An owner that moves two services at once (branches of one build) is another owner
     * for each.
     */
    Claim take(String environment, String service, Owner owner);

    /** Gives the lease up; nothing happens when somebody else holds it, or the same owner for another service. */
    void release(String environment, String service, Owner owner);

    /** Who holds the environment now, an expired lease included. */
    Optional<Holder> holder(String environment);

    /**
     * Whether this process itself has seen the environment's lease unrenewed, or nobody holding it, for {@link #LEASE};
     * asks and remembers.
     */
    default boolean lapsed(String environment) {
        return false;
    }

    /** @param ours whether the one who asked is the holder now */
    record Claim(Holder holder, boolean ours) {
        /** Who holds it instead. */
        public Optional<Holder> other() {
            return ours ? Optional.empty() : Optional.of(holder);
        }
    }

    /**
     * @param service what the environment is held for
     * @param renewed when the owner last said that it is alive, by its own clock
     * @param takenOver from whom and why, in words; empty when it was free
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
