package io.jenkins.plugins.cutover.metrics;

import java.time.Duration;

/** What one query gave. Only a {@link Value} is evidence. */
public sealed interface MetricReading {
    /**
     * @param value finite
     * @param note the reason for the number, as text; empty when the number says it all
     */
    record Value(double value, String note) implements MetricReading {
        public Value(double value) {
            this(value, "");
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
