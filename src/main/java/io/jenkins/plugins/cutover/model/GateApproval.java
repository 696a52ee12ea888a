package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Instant;

/**
 * A gate that a person let the cutover pass.
 *
 * @param question one line
 * @param verdict what was shown with the question; empty when there was none
 */
public record GateApproval(Instant at, String approver, String question, String verdict) implements Serializable {
    /** Whether both are the same answer to the same question, at whatever time. */
    public boolean sameAnswer(GateApproval other) {
        return new GateApproval(at, other.approver, other.question, other.verdict).equals(this);
    }
}
