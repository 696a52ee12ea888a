package io.jenkins.plugins.cutover.operation.verify;

import java.io.Serializable;

/**
 * What runs beside a phase, such as the body of a step: a browser test, a validation script. The phase does not pass
 * before it has passed; its failure is harm and sends the traffic back.
 *
 * @param reason of the failure, one line; empty otherwise
 */
public record Companion(State state, String reason) implements Serializable {
    public static final Companion NONE = new Companion(State.NONE, "");
    public static final Companion RUNNING = new Companion(State.RUNNING, "");
    public static final Companion PASSED = new Companion(State.PASSED, "");

    public enum State {
        NONE,
        RUNNING,
        PASSED,
        FAILED
    }

    public static Companion failed(String reason) {
        return new Companion(State.FAILED, reason);
    }

    /** @return one line; empty unless it failed */
    String harm() {
        return state == State.FAILED ? "the step's own checks failed: " + reason : "";
    }

    /** @return what the phase waits for; empty unless it runs */
    String awaited() {
        return state == State.RUNNING ? "the step's own checks" : "";
    }
}
