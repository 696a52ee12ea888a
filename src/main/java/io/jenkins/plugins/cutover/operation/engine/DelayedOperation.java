package io.jenkins.plugins.cutover.operation.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * An operation that is not begun before its way to the outside is there: after a restart of a controller its agents come
 * back a moment later than its builds. When that lasts too long it begins all the same, and says what it cannot reach.
 */
public final class DelayedOperation implements Operation {
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Operation operation;
    private final Supplier<String> missing;
    private final Duration patience;
    private final Clock clock;
    private Instant until;
    private boolean begun;

    /**
     * @param missing what is not there yet, for a person; empty when all is
     * @param patience how long it is waited for at most
     */
    public DelayedOperation(Operation operation, Supplier<String> missing, Duration patience, Clock clock) {
        this.operation = operation;
        this.missing = missing;
        this.patience = patience;
        this.clock = clock;
    }

    @Override
    public String service() {
        return operation.service();
    }

    @Override
    public String name() {
        return operation.name();
    }

    @Override
    public Tick tick() {
        String what = begun ? "" : missing.get();
        until = until == null ? clock.instant().plus(patience) : until;
        begun = what.isEmpty() || !clock.instant().isBefore(until);
        return begun ? operation.tick() : new Tick.Again(POLL, service() + ": waits for " + what);
    }
}
