package io.jenkins.plugins.cutover.judge;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/**
 * Seconds, close together, in which many requests to a side fail: one event, such as a server that dies and is taken out.
 *
 * <p>It looks like an event from three failures on that are an eighth of the requests. What lasts longer than six seconds
 * is no event any more: each second counts by itself then, until it was calm for ten.
 *
 * @param age seconds since it began; 0 for none
 * @param calm seconds since the last of it
 * @param failures in it
 * @param requests in it
 * @param expected failures in it
 * @param capital of the bets when it began
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record FailingRun(double age, double calm, long failures, long requests, double expected, List<Double> capital) {
    static final FailingRun NONE = new FailingRun(0, 0, 0, 0, 0, List.of());

    /** The part of a side's requests that is many: one server of eight. */
    private static final double MANY = .125;

    private static final long SEVERAL = 3;
    /** Above what is expected, for an event that chance does not make. */
    private static final double DEVIATIONS = 4;
    /** Seconds. */
    private static final double OVER = 10;

    private static final double ONE_EVENT = 6;

    FailingRun {
        capital = List.copyOf(capital);
    }

    /**
     * With another second.
     *
     * @param usual failures in it
     * @param now capital before it
     */
    FailingRun next(Counts second, double usual, double seconds, List<Double> now) {
        boolean many = second.errors() > 0 && second.errors() - usual >= MANY * second.requests();
        if (!many && (age == 0 || calm + seconds >= OVER)) {
            return NONE;
        }
        return new FailingRun(
                age + seconds,
                many ? 0 : calm + seconds,
                failures + second.errors(),
                requests + second.requests(),
                expected + usual,
                age == 0 ? now : capital);
    }

    /** Whether it looks like one event, which lasts no longer than 6 s. */
    boolean one() {
        return dense() && age <= ONE_EVENT + 1e-9;
    }

    private boolean dense() {
        return failures >= SEVERAL && failures >= MANY * requests;
    }

    /** Whether its last second shows that it is an event, and no chance. */
    boolean begins(FailingRun before) {
        return shown() && !before.shown();
    }

    private boolean shown() {
        return dense() && failures >= expected + SEVERAL + DEVIATIONS * Math.sqrt(expected);
    }
}
