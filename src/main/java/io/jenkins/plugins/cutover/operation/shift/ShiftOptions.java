package io.jenkins.plugins.cutover.operation.shift;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Share;
import java.io.Serializable;
import java.time.Duration;

/**
 * How a shift is made.
 *
 * @param over how long the ramp takes; zero for at once
 * @param timeout how long an instance may stay silent before the fleet goes back, and how long enough traffic is waited
 *     for to measure the split
 * @param drain how long requests under way on the side that has no traffic any more are waited for, before its servers
 *     are put into maintenance; null when they are left alone
 * @param cut whether what is still open then is cut off; its clients get an error
 */
public record ShiftOptions(Duration over, Duration timeout, Duration drain, boolean cut) implements Serializable {
    /** Without a drain. */
    public static ShiftOptions of(Duration over, Duration timeout) {
        return new ShiftOptions(over, timeout, null, false);
    }

    /** What the record keeps, read back; {@code silence} where an older record kept nothing. */
    public static ShiftOptions of(CutoverRecord.Manner kept, Duration silence) {
        return kept == null
                ? of(Duration.ZERO, silence)
                : new ShiftOptions(kept.over(), kept.timeout(), kept.drain(), kept.cut());
    }

    CutoverRecord.Manner manner() {
        return new CutoverRecord.Manner(over, timeout, drain, cut);
    }

    public ShiftOptions draining(Duration deadline, boolean cutThen) {
        return new ShiftOptions(over, timeout, deadline, cutThen);
    }

    /** @throws InvalidInputException for what does not go with this share */
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
