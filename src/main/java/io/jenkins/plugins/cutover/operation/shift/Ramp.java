package io.jenkins.plugins.cutover.operation.shift;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The share that is due at a time: in equal steps, and never beyond the target. Pure.
 *
 * @param over how long it takes; zero for at once
 */
record Ramp(Share to, Duration over) {
    /** Each step is confirmed on the whole fleet, which takes time. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final int STEPS = 20;
    /** A ramp that is more steps behind was paused. */
    private static final int STEPS_BEHIND = 3;

    Duration step() {
        Duration equal = over.dividedBy(STEPS);
        return equal.compareTo(SHORTEST) < 0 ? SHORTEST : equal;
    }

    /** The share that EKS should have by now. */
    Share due(CutoverRecord.Shift shift, Instant now) {
        Duration spent = Duration.between(shift.startedAt(), now);
        if (spent.compareTo(over) >= 0) {
            return to;
        }
        long step = step().toMillis();
        double part = (double) Math.max(1, spent.toMillis() / step) * step / Math.max(over.toMillis(), step);
        int from = shift.from().basisPoints();
        return new Share((int) Math.round(from + Math.min(1, part) * (to.basisPoints() - from)));
    }

    /**
     * A pause does not count as time of the ramp: it continues from its share, never with a jump.
     *
     * @param at the present share
     * @return the start that fits the present share; empty when there was no pause
     */
    Optional<Instant> restarted(CutoverRecord.Shift shift, Share at, Instant now) {
        if (over.isZero() || at.equals(to)) {
            return Optional.empty();
        }
        int from = shift.from().basisPoints();
        double part = (double) (at.basisPoints() - from) / (to.basisPoints() - from);
        Duration moved = Duration.ofMillis(Math.round(part * over.toMillis()));
        Duration behind = Duration.between(shift.startedAt(), now).minus(moved);
        return behind.compareTo(step().multipliedBy(STEPS_BEHIND)) > 0
                ? Optional.of(now.minus(moved).minus(step()))
                : Optional.empty();
    }
}
