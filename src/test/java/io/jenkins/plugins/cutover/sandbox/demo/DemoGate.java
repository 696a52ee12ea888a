package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Share;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A gate that waits for a person. It stands for the input step of Jenkins, so it also ends when the traffic is sent back
 * to Mesos meanwhile: there is nothing left to approve.
 */
final class DemoGate {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final String APPROVER = "demo";

    private final Share next;
    private final Duration approveAfter;
    private final long openedAt = System.nanoTime();
    private final CompletableFuture<Boolean> answer = new CompletableFuture<>();

    /**
     * @param next the share of the phase behind the gate
     * @param approveAfter null when a person answers
     */
    DemoGate(Share next, Duration approveAfter) {
        this.next = next;
        this.approveAfter = approveAfter;
    }

    void answer(boolean approved) {
        answer.complete(approved);
    }

    Duration waited() {
        return Duration.ofNanos(System.nanoTime() - openedAt);
    }

    /** Null when a person answers. */
    Duration approveAfter() {
        return approveAfter;
    }

    /** One line. */
    String question() {
        return "gate: send " + next + " to EKS? "
                + (approveAfter == null
                        ? "y: approve, n: roll back; waiting " + Frame.elapsed(waited())
                        : "approved by itself");
    }

    /**
     * Waits for the answer.
     *
     * @return the approver
     * @throws CutoverException when it is rejected, or the traffic was sent back
     */
    String await(Supplier<Optional<CutoverRecord>> record) throws InterruptedException {
        while (!answer.isDone()) {
            record.get().filter(DemoGate::back).ifPresent(r -> {
                throw new CutoverException(
                        "the gate before " + next + " ends: " + r.rollback().reason());
            });
            if (approveAfter != null && waited().compareTo(approveAfter) >= 0) {
                answer(true);
            }
            pause();
        }
        if (!answer.getNow(false)) {
            throw new CutoverException("the gate before " + next + " was rejected");
        }
        return APPROVER;
    }

    private static boolean back(CutoverRecord record) {
        return record.state().returning() || record.state() == CutoverState.ROLLED_BACK;
    }

    private void pause() throws InterruptedException {
        try {
            answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillOpen) {
            // looks again
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
