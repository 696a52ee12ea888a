package io.jenkins.plugins.cutover.pipeline;

import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.operation.Context;
import io.jenkins.plugins.cutover.operation.Operation;
import io.jenkins.plugins.cutover.operation.Tick;
import java.time.Duration;
import java.util.Optional;

/** An operation that waits for its turn in the environment, and holds neither thread nor executor meanwhile. */
final class Queued implements Operation {
    private static final Duration POLL = Duration.ofSeconds(2);

    private final Context context;
    private final String environment;
    private final Operation inner;
    private final WaitingLine line;
    private boolean admitted;

    Queued(Context context, String environment, Operation inner, WaitingLine line) {
        this.context = context;
        this.environment = environment;
        this.inner = inner;
        this.line = line;
    }

    @Override
    public String service() {
        return inner.service();
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Tick tick() {
        if (!admitted) {
            int before =
                    line.before(environment, context.owner(), context.clock().instant());
            Optional<Locks.Holder> holder = before > 0
                    ? context.locks().holder(environment)
                    : context.locks()
                            .take(environment, service(), context.owner())
                            .other();
            if (before > 0 || holder.isPresent()) {
                return new Tick.Again(POLL, status(before, holder));
            }
            line.leave(environment, context.owner());
            admitted = true;
        }
        return inner.tick();
    }

    private String status(int before, Optional<Locks.Holder> holder) {
        return service() + ": waits for environment " + environment
                + holder.map(h -> ", held by " + h.owner() + " for " + h.service())
                        .orElse("")
                + (before > 0 ? ", " + before + " before it" : "");
    }
}
