package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Instant;

/**
 * A gate that a person let the cutover pass.
 *
 * @param question one line
 * @param verdict what was shown with the question; empty when there was none
 * @param latest whether nothing was reported since
 */
public record GateApproval(Instant at, String approver, String question, String verdict, boolean latest)
        implements Serializable {
    /** Something else was reported: the same answer now belongs to another gate. */
    public GateApproval superseded() {
        return new GateApproval(at, approver, question, verdict, false);
    }

    /** Whether both are the same answer to the same question, at whatever time. */
    public boolean sameAnswer(GateApproval other) {
        return new GateApproval(at, other.approver, other.question, other.verdict, latest).equals(this);
    }
}
