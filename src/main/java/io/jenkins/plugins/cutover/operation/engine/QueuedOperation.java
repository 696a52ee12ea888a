package io.jenkins.plugins.cutover.operation.engine;

import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An operation that waits for its turn in the environment, without a thread or an executor. It waits for the lock, and
 * for an open cutover of another service even if its lock is free: an abandoned cutover must be finished or rolled back
 * first.
 */
public final class QueuedOperation implements Operation {
    private static final Duration POLL = Duration.ofSeconds(2);

    private final Context context;
    private final String environment;
    private final Operation inner;
    private final WaitingQueue queue;
    private final Instant since;
    private final Duration limit;
    private boolean admitted;

    /** @param since when the wait began; the queue is in this order */
    public QueuedOperation(Context context, String environment, Operation inner, WaitingQueue queue, Instant since) {
        this(context, environment, inner, queue, since, Duration.ofDays(365));
    }

    /** @param limit how long it waits before it fails */
    public QueuedOperation(
            Context context, String environment, Operation inner, WaitingQueue queue, Instant since, Duration limit) {
        this.context = context;
        this.environment = environment;
        this.inner = inner;
        this.queue = queue;
        this.since = since;
        this.limit = limit;
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
            Instant now = context.clock().instant();
            int before = queue.before(environment, service(), context.owner(), since, now);
            Optional<String> obstacle = obstacle(before);
            if (obstacle.isPresent()) {
                String status = status(before, obstacle.get());
                return Duration.between(since, now).compareTo(limit) > 0
                        ? new Tick.Failed(status + "; waited for " + Durations.text(limit))
                        : new Tick.Again(POLL, status);
            }
            queue.leave(environment, service(), context.owner());
            admitted = true;
        }
        return inner.tick();
    }

    /** @return what it waits for, for people; an empty text when it only waits for its place in the queue */
    private Optional<String> obstacle(int before) {
        Optional<String> other = open();
        if (before > 0 || other.isPresent()) {
            return Optional.of(context.locks()
                    .holder(environment)
                    .filter(h -> !h.is(context.owner(), service()))
                    .map(this::held)
                    .or(() -> other)
                    .orElse(""));
        }
        return context.locks()
                .take(environment, service(), context.owner())
                .other()
                .map(this::held);
    }

    private String held(Locks.Holder holder) {
        boolean elsewhere = holder.owner().kind().equals("build")
                && !holder.owner().at().equals(context.owner().at());
        return ", held by " + holder.owner()
                + (elsewhere ? " of controller " + holder.owner().at() : "") + " for " + holder.service();
    }

    private Optional<String> open() {
        return context.journal().all().stream()
                .filter(r -> r.state().open()
                        && r.spec().environment().equals(environment)
                        && !r.service().equals(service()))
                .findFirst()
                .map(QueuedOperation::open);
    }

    private static String open(CutoverRecord r) {
        return ", where the cutover of " + r.service() + " is open (" + r.state() + ", " + r.share() + " on EKS, "
                + r.owner() + ")";
    }

    private String status(int before, String obstacle) {
        return service() + ": waits for environment " + environment + obstacle
                + (before > 0 ? ", " + before + " before it" : "");
    }
}
