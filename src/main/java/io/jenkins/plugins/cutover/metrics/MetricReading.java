package io.jenkins.plugins.cutover.metrics;

import java.time.Duration;

/** What a source answered to one question. Only a {@link Value} is evidence. */
public sealed interface MetricReading {
    /**
     * @param value finite
     * @param note what lies behind it, in words; empty when the number says it all
     */
    record Value(double value, String note) implements MetricReading {
        public Value(double value) {
            this(value, "");
        }
    }

    /** The source works but has nothing recent to tell: no series, only nulls, not a number. */
    record NoData(String reason) implements MetricReading {}

    /**
     * The source could not be asked, or refused.
     *
     * @param retryAfter how long it wants to be left alone; zero when it did not say
     */
    record Failed(String reason, Duration retryAfter) implements MetricReading {
        public Failed(String reason) {
            this(reason, Duration.ZERO);
        }
    }
}
