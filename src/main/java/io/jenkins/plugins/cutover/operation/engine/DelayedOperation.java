package io.jenkins.plugins.cutover.operation.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * An operation that begins once its agents are connected: after a restart of a controller they reconnect a moment later
 * than its builds resume. After a time limit it begins all the same, and then reports what it cannot reach.
 */
public final class DelayedOperation implements Operation {
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Operation operation;
    private final Supplier<String> missing;
    private final Duration limit;
    private final Clock clock;
    private Instant until;
    private boolean begun;

    /**
     * @param missing what is not available yet, for people; empty when everything is
     * @param limit how long it waits at most
     */
    public DelayedOperation(Operation operation, Supplier<String> missing, Duration limit, Clock clock) {
        this.operation = operation;
        this.missing = missing;
        this.limit = limit;
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
        until = until == null ? clock.instant().plus(limit) : until;
        begun = what.isEmpty() || !clock.instant().isBefore(until);
        return begun ? operation.tick() : new Tick.Again(POLL, service() + ": waits for " + what);
    }
}
