package io.jenkins.plugins.cutover.operation.verify;

import java.io.Serializable;

/**
 * What runs beside a phase, such as the body of a step: a browser test, a validation script. The phase does not pass
 * before it has ended well; when it fails, that is harm and the traffic goes back.
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
}
