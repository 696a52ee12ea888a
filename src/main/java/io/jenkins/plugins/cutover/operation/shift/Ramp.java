package io.jenkins.plugins.cutover.operation.shift;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a shift has which share: in equal steps, and never beyond its target. Pure.
 *
 * @param over how long it takes; zero for at once
 */
record Ramp(Share to, Duration over) {
    /** It moves at most this often; each step is confirmed on the whole fleet. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final int STEPS = 20;
    /** Steps that it must be behind its time before it is taken for one that was left alone. */
    private static final int ASLEEP = 3;

    Duration step() {
        Duration equal = over.dividedBy(STEPS);
        return equal.compareTo(SHORTEST) < 0 ? SHORTEST : equal;
    }

    /** The share that should have been reached by now. */
    Share due(CutoverRecord.Shift shift, Instant now) {
        Duration spent = Duration.between(shift.startedAt(), now);
        if (spent.compareTo(over) >= 0) {
            return to;
        }
        long step = step().toMillis();
        double way = (double) Math.max(1, spent.toMillis() / step) * step / Math.max(over.toMillis(), step);
        int from = shift.from().basisPoints();
        return new Share((int) Math.round(from + Math.min(1, way) * (to.basisPoints() - from)));
    }

    /**
     * Time in which nobody moved it does not count: it goes on where it stands, never with a leap.
     *
     * @param at the share at which it stands
     * @return when it would have started had it not stood still; empty when it did not
     */
    Optional<Instant> restarted(CutoverRecord.Shift shift, Share at, Instant now) {
        if (over.isZero() || at.equals(to)) {
            return Optional.empty();
        }
        int from = shift.from().basisPoints();
        double way = (double) (at.basisPoints() - from) / (to.basisPoints() - from);
        Duration moved = Duration.ofMillis(Math.round(way * over.toMillis()));
        Duration still = Duration.between(shift.startedAt(), now).minus(moved);
        return still.compareTo(step().multipliedBy(ASLEEP)) > 0
                ? Optional.of(now.minus(moved).minus(step()))
                : Optional.empty();
    }
}
