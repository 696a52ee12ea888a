package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.model.Owner;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Locks with the file locks' rules and no files. */
public final class MemoryLocks implements Locks {
    private final Map<String, Holder> held = new HashMap<>();
    private final Clock clock;

    public MemoryLocks(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Claim take(String environment, String service, Owner owner) {
        Holder holder = held.get(environment);
        boolean others = holder != null && !holder.is(owner, service);
        if (others && !holder.renewed().plus(LEASE).isBefore(clock.instant())) {
            return new Claim(holder, false);
        }
        Holder mine = new Holder(owner, service, clock.instant(), others ? "the lease of " + holder.owner() : "");
        held.put(environment, mine);
        return new Claim(mine, true);
    }

    @Override
    public void release(String environment, String service, Owner owner) {
        held.computeIfPresent(environment, (e, holder) -> holder.is(owner, service) ? null : holder);
    }

    @Override
    public Optional<Holder> holder(String environment) {
        return Optional.ofNullable(held.get(environment));
    }

    /** The lock is lost: somebody deleted the file, or the Lease. */
    void lose(String environment) {
        held.remove(environment);
    }
}
