package io.jenkins.plugins.cutover.journal;

import java.time.Clock;
import java.util.function.LongSupplier;

/** What the simulation stands on promises what the others do. */
class MemoryLocksTest extends LocksSuite {
    private final MemoryLocks.Leases leases = new MemoryLocks.Leases();

    @Override
    Locks locks(Clock clock, OwnerLiveness liveness, LongSupplier nanos) {
        return new MemoryLocks(leases, clock, liveness, nanos);
    }
}
