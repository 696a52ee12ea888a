package io.jenkins.plugins.cutover.metrics;

import io.jenkins.plugins.cutover.model.CheckSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import java.time.Clock;
import java.time.Duration;

/** Where a check's number comes from. */
@FunctionalInterface
public interface MetricSource {
    /** Asks once, within a deadline; never throws for what the source does. No reason holds a secret. */
    MetricReading read(CheckSpec check);

    /** All systems, each by its HTTP API. */
    static MetricSource real(Secrets secrets, Clock clock) {
        return new HttpSources(secrets, clock, Duration.ofSeconds(3));
    }
}
