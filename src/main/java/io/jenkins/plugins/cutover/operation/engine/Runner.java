package io.jenkins.plugins.cutover.operation.engine;

import io.jenkins.plugins.cutover.journal.JournalUnavailableException;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.model.CutoverException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Ticks operations on a scheduler until they end. Between ticks nothing is held: no thread, no socket. */
public final class Runner {
    private static final System.Logger LOG = System.getLogger(Runner.class.getName());
    /** How soon to read again after another writer changed the record. */
    private static final Duration STALE = Duration.ofMillis(20);
    /** A journal that does not answer is asked again for some time, since a control plane may restart. */
    private static final Duration AWAY = Duration.ofSeconds(2);

    private static final int AWAY_TRIES = 15;

    private final ScheduledExecutorService scheduler;

    public Runner(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    public Run start(Operation operation) {
        return start(operation, status -> {});
    }

    /** @param onStatus called with each new status line, on the scheduler's thread */
    public Run start(Operation operation, Consumer<String> onStatus) {
        Run run = new Run(operation, onStatus);
        run.schedule(Duration.ZERO);
        return run;
    }

    /** One operation under way. */
    public final class Run {
        private final Operation operation;
        private final Consumer<String> onStatus;
        private final CompletableFuture<Map<String, Object>> result = new CompletableFuture<>();
        private volatile String status = "";
        private int away;
        private Future<?> next;

        private Run(Operation operation, Consumer<String> onStatus) {
            this.operation = operation;
            this.onStatus = onStatus;
        }

        /** Ends with the result, an {@link OperationFailedException}, or cancelled. */
        public CompletableFuture<Map<String, Object>> result() {
            return result;
        }

        /** The last status line. */
        public String status() {
            return status;
        }

        /** No further tick begins. One that runs is not interrupted, so that no change is half done. */
        public synchronized void cancel() {
            result.cancel(false);
            if (next != null) {
                next.cancel(false);
            }
        }

        private synchronized void schedule(Duration after) {
            if (!result.isDone()) {
                next = scheduler.schedule(this::tick, after.toNanos(), TimeUnit.NANOSECONDS);
            }
        }

        private void tick() {
            if (result.isDone()) {
                return;
            }
            try {
                handle(operation.tick());
                away = 0;
            } catch (StaleRecordException stale) {
                schedule(STALE);
            } catch (JournalUnavailableException e) {
                wait(e);
            } catch (CutoverException e) {
                fail(e.getMessage(), Map.of(), e);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, operation.name() + " of " + operation.service(), e);
                fail("internal error: " + e, Map.of(), e);
            } catch (Error e) {
                result.completeExceptionally(e);
                throw e;
            }
        }

        private void handle(Tick tick) {
            if (tick instanceof Tick.Again again) {
                if (!again.status().equals(status)) {
                    status = again.status();
                    publish();
                }
                schedule(again.after());
            } else if (tick instanceof Tick.Done done) {
                result.complete(done.result());
            } else if (tick instanceof Tick.Failed failed) {
                fail(failed.reason(), failed.data(), null);
            }
        }

        /** The listener may be gone, such as a build that has ended: that must not stop a rollback halfway. */
        private void publish() {
            try {
                onStatus.accept(status);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.DEBUG, "no listener for " + status, e);
            }
        }

        private void wait(JournalUnavailableException e) {
            if (++away > AWAY_TRIES) {
                fail(e.getMessage(), Map.of(), e);
                return;
            }
            handle(new Tick.Again(AWAY, operation.service() + ": waits for its records: " + e.getMessage()));
        }

        private void fail(String reason, Map<String, Object> data, Throwable cause) {
            result.completeExceptionally(new OperationFailedException(
                    operation.name() + " of " + operation.service() + " failed: " + reason, data, cause));
        }
    }
}
