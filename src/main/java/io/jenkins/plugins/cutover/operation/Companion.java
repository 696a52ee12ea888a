package io.jenkins.plugins.cutover.operation;

import java.io.Serial;
import java.io.Serializable;

/** The name of {@link io.jenkins.plugins.cutover.operation.verify.Companion} in 0.1.0. */
record Companion(State state, String reason) implements Serializable {
    enum State {
        NONE,
        RUNNING,
        PASSED,
        FAILED
    }

    @Serial
    private Object readResolve() {
        return new io.jenkins.plugins.cutover.operation.verify.Companion(
                io.jenkins.plugins.cutover.operation.verify.Companion.State.valueOf(state.name()), reason);
    }
}
