package io.jenkins.plugins.cutover.metrics;

import io.jenkins.plugins.cutover.model.CheckSpec;
import java.time.Duration;
import java.time.Instant;

/** What one query gave. Only a {@link Value} is evidence. */
public sealed interface MetricReading {
    /**
     * @param value finite
     * @param note the reason for the number, as text; empty when the number says it all
     * @param period what the number is about; null for a page, which is asked as it is now
     */
    record Value(double value, String note, Period period) implements MetricReading {
        public Value(double value) {
            this(value, "");
        }

        public Value(double value, String note) {
            this(value, note, null);
        }

        public Value(double value, Period period) {
            this(value, "", period);
        }
    }

    /**
     * A whole period of a source: it is over, and its source has had the time to complete it.
     *
     * @param start epoch seconds
     * @param end epoch seconds, after the start
     */
    record Period(long start, long end) {
        private static final long MINUTE = 60;

        /** The one that ends with the newest whole second whose numbers are complete. */
        static Period newest(CheckSpec check, Instant now) {
            return ending(now.minus(check.settling()).getEpochSecond(), check);
        }

        /** The same on the minutes of the clock, for sources that keep a number a minute. */
        static Period ofMinutes(CheckSpec check, Instant now) {
            long end = now.minus(check.settling()).getEpochSecond();
            return ending(end - Math.floorMod(end, MINUTE), check);
        }

        private static Period ending(long end, CheckSpec check) {
            return new Period(end - Math.max(1, check.periodAsked().toSeconds()), end);
        }

        /** Whether the source has had the time to complete it. */
        boolean whole(CheckSpec check, Instant now) {
            return !now.minus(check.settling()).isBefore(Instant.ofEpochSecond(end));
        }
    }

    /** The product answered without a recent number: no series, only nulls, not a number. */
    record NoData(String reason) implements MetricReading {}

    /**
     * The query could not be sent, or was refused.
     *
     * @param retryAfter how long the product wants no further query; zero when it did not say
     */
    record Failed(String reason, Duration retryAfter) implements MetricReading {
        public Failed(String reason) {
            this(reason, Duration.ZERO);
        }
    }
}
