package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.journal.Locks.Holder;
import io.jenkins.plugins.cutover.model.Owner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The rules for the next holder of a lease, for every kind of store. */
final class LeaseTakeover {
    /** A lease is renewed at most this often. */
    private static final Duration RENEWAL = Locks.LEASE.dividedBy(6);

    private final Clock clock;
    private final OwnerLiveness liveness;
    private final LeaseExpiry leaseExpiry;

    LeaseTakeover(Clock clock, OwnerLiveness liveness, LongSupplier nanos) {
        this.clock = clock;
        this.liveness = liveness;
        this.leaseExpiry = new LeaseExpiry(nanos);
    }

    /**
     * @param held who holds it now
     * @param state differs after each renewal
     * @return what to write; empty when the lease stays as it is
     */
    Optional<Holder> next(String environment, Optional<Holder> held, String state, String service, Owner owner) {
        Instant now = clock.instant();
        if (held.isEmpty()) {
            return Optional.of(new Holder(owner, service, now));
        }
        Holder holder = held.get();
        if (holder.is(owner, service)) {
            boolean due = Duration.between(holder.renewed(), now).abs().compareTo(RENEWAL) >= 0;
            return due ? Optional.of(new Holder(owner, service, now, holder.takenOver())) : Optional.empty();
        }
        return reasonForTakeover(environment, holder, state)
                .map(why -> new Holder(
                        owner,
                        service,
                        now,
                        "the lock of " + what(environment) + " was taken over from " + holder.owner() + ": " + why));
    }

    /** Names that begin with "_" are of services that have completed, not of environments. */
    private static String what(String environment) {
        return environment.startsWith("_") ? "the completed cutover" : "environment " + environment;
    }

    boolean lapsed(String environment, String state) {
        return leaseExpiry.unchangedForALease(environment, state);
    }

    private Optional<String> reasonForTakeover(String environment, Holder holder, String state) {
        boolean expired = leaseExpiry.unchangedForALease(environment, state);
        return liveness.of(holder.owner())
                .or(() -> expired
                        ? Optional.of("its lease was not renewed for " + Locks.LEASE.toSeconds() + " s")
                        : Optional.empty());
    }
}
