package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.Owner;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Locks of one process over leases in memory: who may hold one next is decided as it is for files and on a cluster. Keep
 * one for each process: it remembers what it saw.
 */
public final class MemoryLocks implements Locks {
    private final Leases leases;
    private final LeaseTakeover takeover;

    /** What all processes share. */
    public static final class Leases {
        private final Map<String, Holder> held = new HashMap<>();
        private Listener listener = (environment, before, after) -> {};

        /** Receives each lease that is taken or renewed; {@code before} is null for a free lock. */
        @FunctionalInterface
        public interface Listener {
            void leased(String environment, Holder before, Holder after);
        }

        public void listen(Listener target) {
            listener = target;
        }

        private void put(String environment, Holder holder) {
            listener.leased(environment, held.put(environment, holder), holder);
        }

        public Optional<Holder> holder(String environment) {
            return Optional.ofNullable(held.get(environment));
        }

        /** Somebody deleted the file, or the Lease. */
        public void lose(String environment) {
            held.remove(environment);
        }
    }

    /** The only process that there is, which lives a moment. */
    public MemoryLocks(Clock clock) {
        this(new Leases(), clock, OwnerLiveness.NONE, () -> 0);
    }

    /** @param nanos the process's steady clock */
    public MemoryLocks(Leases leases, Clock clock, OwnerLiveness liveness, LongSupplier nanos) {
        this.leases = leases;
        this.takeover = new LeaseTakeover(clock, liveness, nanos);
    }

    @Override
    public Claim take(String environment, String service, Owner owner) {
        Optional<Holder> held = holder(environment);
        Optional<Holder> next = takeover.next(environment, held, held.toString(), service, owner);
        next.ifPresent(holder -> leases.put(environment, holder));
        Holder now = next.or(() -> held).orElseThrow();
        return new Claim(now, now.is(owner, service));
    }

    @Override
    public void release(String environment, String service, Owner owner) {
        leases.held.computeIfPresent(environment, (e, holder) -> holder.is(owner, service) ? null : holder);
    }

    @Override
    public Optional<Holder> holder(String environment) {
        return leases.holder(environment);
    }

    @Override
    public boolean lapsed(String environment) {
        return takeover.lapsed(environment, holder(environment).toString());
    }
}
