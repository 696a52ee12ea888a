package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.CutoverState;

/** How a cutover ended, or that it has not. */
public enum CutoverOutcome {
    UNDER_WAY("under way"),
    /** All traffic is on EKS. */
    COMPLETED("completed"),
    /** All traffic is on Mesos again. */
    ROLLED_BACK("rolled back"),
    /** Neither: a person must act. */
    FAILED("failed");

    private final String words;

    CutoverOutcome(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    public static CutoverOutcome of(CutoverState state) {
        return switch (state) {
            case COMPLETED, RETIRED -> COMPLETED;
            case ROLLED_BACK -> ROLLED_BACK;
            case CLOSED -> FAILED;
            case DEPLOYING, RUNNING, ROLLING_BACK, PARTIAL -> UNDER_WAY;
        };
    }
}
