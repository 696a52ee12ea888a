package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How far Mesos is on its way to be given up.
 *
 * @param completedAt when all traffic was judged healthy on EKS
 * @param drainStartedAt when the drain of the Mesos servers began; null before
 * @param decidedAt when it was decided to give Mesos up; null before. From here on Marathon may have received the request
 * @param approver who allowed it; empty before the decision
 * @param soaked for how long every instance was seen with all traffic on EKS, without an interruption
 */
public record Retirement(
        Instant completedAt, Instant drainStartedAt, Instant decidedAt, String approver, Duration soaked)
        implements Serializable {
    public Retirement {
        Objects.requireNonNull(completedAt, "completedAt");
        soaked = soaked == null ? Duration.ZERO : soaked; // older records have none
    }

    /** Not soaked yet. */
    public Retirement(Instant completedAt, Instant drainStartedAt, Instant decidedAt, String approver) {
        this(completedAt, drainStartedAt, decidedAt, approver, Duration.ZERO);
    }

    public static Retirement completed(Instant now) {
        return new Retirement(now, null, null, "");
    }

    /** All traffic was judged healthy again; a decision that was made stays. */
    public Retirement withCompleted(Instant now) {
        return new Retirement(now, drainStartedAt, decidedAt, approver);
    }

    public Retirement withDrain(Instant now) {
        return new Retirement(completedAt, now, decidedAt, approver, soaked);
    }

    public Retirement withDecision(Instant now, String by) {
        return new Retirement(completedAt, drainStartedAt, now, by, soaked);
    }

    /** The soak has come so far. */
    public Retirement withSoaked(Duration total) {
        return new Retirement(completedAt, drainStartedAt, decidedAt, approver, total);
    }

    /** The soak and the drain begin anew. */
    public Retirement restarted() {
        return new Retirement(completedAt, null, decidedAt, approver, Duration.ZERO);
    }
}
