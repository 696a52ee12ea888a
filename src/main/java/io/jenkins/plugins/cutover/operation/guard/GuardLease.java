package io.jenkins.plugins.cutover.operation.guard;

import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Context;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Shows that a process that guards services is alive. There is one lease for each process, not for each service: a
 * controller may guard thousands. A service whose record names a process without a valid lease is free for another one.
 */
public final class GuardLease {
    private static final System.Logger LOG = System.getLogger(GuardLease.class.getName());
    /** In a lock's text. */
    private static final String WORK = "guard";
    /** The locks renew less often than this. */
    private static final Duration RENEWAL = Duration.ofSeconds(2);

    private final Owner by;
    private final Supplier<Locks> locks;
    private final Clock clock;
    private Instant renewedAt;

    /**
     * @param by this process
     * @param locks beside the records
     */
    public GuardLease(Owner by, Supplier<Locks> locks, Clock clock) {
        this.by = by;
        this.locks = locks;
        this.clock = clock;
    }

    /** Of the process that works in this context. */
    public static GuardLease of(Context context) {
        return new GuardLease(context.owner(), context::locks, context.clock());
    }

    public Owner by() {
        return by;
    }

    /** Locks that do not answer are tried again at the next call. */
    synchronized void renew() {
        Instant now = clock.instant();
        if (renewedAt != null && Duration.between(renewedAt, now).abs().compareTo(RENEWAL) < 0) {
            return;
        }
        renewedAt = now;
        try {
            locks.get().take(key(by), WORK, by);
        } catch (CutoverException e) {
            LOG.log(System.Logger.Level.DEBUG, "the lease of {0} is not renewed: {1}", by, e.getMessage());
        }
    }

    /** Whether that process is known to have ended, or this one has seen its lease unrenewed for {@link Locks#LEASE}. */
    boolean lapsed(Owner other) {
        boolean free = locks.get().take(key(other), WORK, by).ours();
        if (free) {
            locks.get().release(key(other), WORK, by);
        }
        return free;
    }

    /** Others need not wait until it lapses. */
    public void release() {
        locks.get().release(key(by), WORK, by);
    }

    /** No environment has a name that begins with "_". */
    private static String key(Owner owner) {
        String name = owner.kind() + " " + owner.id() + " " + owner.at();
        return "_guard-"
                + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .substring(0, 13);
    }
}
