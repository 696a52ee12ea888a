package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * The asks of one cutover: a suspicion of harm at a high share is settled at a lower one, against live traffic on Mesos.
 *
 * @param times asks that were begun
 * @param notBefore when the next one may begin; null before the first has ended
 * @param current null while none is under way
 */
public record AskState(int times, Instant notBefore, Current current) implements Serializable {
    public static final AskState NONE = new AskState(0, null, null);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    /** The pause doubles with each ask; beyond this many it stays. */
    private static final int LONGEST_PAUSE = 6;

    /**
     * An ask under way.
     *
     * @param from the share before, to which the traffic returns
     * @param startedAt when it was decided
     * @param reason of the suspicion, one clause
     */
    public record Current(Share from, Instant startedAt, String reason) implements Serializable {}

    public boolean underWay() {
        return current != null;
    }

    public AskState begun(Share from, String reason, Instant now) {
        return new AskState(times + 1, notBefore, new Current(from, now, reason));
    }

    /** Disturbances that come again and again must not keep the traffic moving: each pause is twice the one before. */
    public AskState ended(Instant now) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(times - 1, LONGEST_PAUSE));
        return new AskState(times, now.plus(pause), null);
    }

    /** Whether one may begin. */
    public boolean possible(AskSpec spec, Instant now) {
        return current == null && times < spec.times() && (notBefore == null || !now.isBefore(notBefore));
    }
}
