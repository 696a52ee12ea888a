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
 * @param endedAt when the last one ended; null before
 * @param part of EKS's requests that failed in the last one, 0 to 1
 * @param returns how often in a row the failures came back as soon as EKS had its share again
 */
public record AskState(int times, Instant notBefore, Current current, Instant endedAt, double part, int returns)
        implements Serializable {
    public static final AskState NONE = new AskState(0, null, null, null, 0, 0);

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
        return new AskState(times + 1, notBefore, new Current(from, now, reason), endedAt, part, returns);
    }

    /** The failures came back at once, and only at the high share. */
    public AskState returned() {
        return new AskState(times, notBefore, current, endedAt, part, returns + 1);
    }

    /** They did not. */
    public AskState settled() {
        return new AskState(times, notBefore, current, endedAt, part, 0);
    }

    /**
     * Disturbances that come again and again must not keep the traffic moving: each pause is twice the one before.
     *
     * @param failing part of EKS's requests that failed in the ask, 0 to 1
     */
    public AskState ended(Instant now, double failing) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(times - 1, LONGEST_PAUSE));
        return new AskState(times, now.plus(pause), null, now, failing, returns);
    }

    /** The next one may begin at once. */
    public AskState withoutPause() {
        return new AskState(times, null, current, endedAt, part, returns);
    }

    /** Whether one may begin. */
    public boolean possible(AskSpec spec, Instant now) {
        return current == null && times < spec.times() && (notBefore == null || !now.isBefore(notBefore));
    }
}
