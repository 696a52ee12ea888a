package io.jenkins.plugins.cutover.metrics;

import io.jenkins.plugins.cutover.model.CheckSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import java.time.Clock;
import java.time.Duration;

/** Reads the number of a check from its metrics product. */
@FunctionalInterface
public interface MetricReader {
    /** Sends one query, within a deadline. Never throws for what the product does. No reason holds a secret. */
    MetricReading read(CheckSpec check);

    /** Reads from every product through its HTTP API. */
    static MetricReader http(Secrets secrets, Clock clock) {
        return new MetricProviders(secrets, clock, Duration.ofSeconds(3));
    }
}
