package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;

/**
 * How far Mesos is on its way to be given up.
 *
 * @param completedAt when all traffic was judged healthy on EKS; the soak counts from here
 * @param drainStartedAt when the drain of the Mesos servers began; null before
 * @param decidedAt when it was decided to give Mesos up; null before. From here on Marathon may have received the request
 * @param approver who allowed it; empty before the decision
 */
public record Retirement(Instant completedAt, Instant drainStartedAt, Instant decidedAt, String approver)
        implements Serializable {
    public Retirement {
        Objects.requireNonNull(completedAt, "completedAt");
    }

    public static Retirement completed(Instant now) {
        return new Retirement(now, null, null, "");
    }

    /** All traffic was judged healthy again; a decision that was made stays. */
    public Retirement withCompleted(Instant now) {
        return new Retirement(now, drainStartedAt, decidedAt, approver);
    }

    public Retirement withDrain(Instant now) {
        return new Retirement(completedAt, now, decidedAt, approver);
    }

    public Retirement withDecision(Instant now, String by) {
        return new Retirement(completedAt, drainStartedAt, now, by);
    }
}
