package io.jenkins.plugins.cutover.operation.shift;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Share;
import java.io.Serializable;
import java.time.Duration;

/**
 * Options of a shift.
 *
 * @param over how long the ramp takes; zero for no ramp
 * @param timeout how long an instance may not answer before the fleet goes back, and how long to wait for enough traffic
 *     to measure the split
 * @param drain how long to wait for open requests on the side that loses all traffic, before its servers are put into
 *     maintenance; null for no drain
 * @param cut whether requests that are still open then are closed; their clients get an error
 */
public record ShiftOptions(Duration over, Duration timeout, Duration drain, boolean cut) implements Serializable {
    /** Without a drain. */
    public static ShiftOptions of(Duration over, Duration timeout) {
        return new ShiftOptions(over, timeout, null, false);
    }

    /** The options in a record; an older record has none, its shift is made at once with {@code timeout}. */
    public static ShiftOptions of(CutoverRecord.Manner kept, Duration timeout) {
        return kept == null
                ? of(Duration.ZERO, timeout)
                : new ShiftOptions(kept.over(), kept.timeout(), kept.drain(), kept.cut());
    }

    CutoverRecord.Manner manner() {
        return new CutoverRecord.Manner(over, timeout, drain, cut);
    }

    public ShiftOptions draining(Duration deadline, boolean cutThen) {
        return new ShiftOptions(over, timeout, deadline, cutThen);
    }

    /** @throws InvalidInputException for options that this share does not allow */
    public ShiftOptions checked(Share to) {
        if (drain != null && !to.equals(Share.NONE) && !to.equals(Share.ALL)) {
            throw new InvalidInputException(
                    "drain: at " + to + " both sides have traffic; only percent 0 or 100 leaves a side to drain");
        }
        if (cut && drain == null) {
            throw new InvalidInputException("cut: it is what happens at the end of a drain; say how long with drain");
        }
        return this;
    }
}
