package io.jenkins.plugins.cutover.sandbox.marathon;

import java.time.Duration;

/**
 * How long things take in the sandbox.
 *
 * @param staging from a task's launch to its server listening
 * @param firstCheck from there to the first health check
 * @param checkInterval between health checks, whatever the definition says, so that tests need not wait a minute
 * @param kill from the kill to the server closed
 * @param listing until a new deployment shows in the lists, as Marathon is slow to do
 */
public record Timings(Duration staging, Duration firstCheck, Duration checkInterval, Duration kill, Duration listing) {
    /** Some tens of milliseconds each. */
    public static Timings quick() {
        return new Timings(
                Duration.ofMillis(50),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofMillis(50),
                Duration.ofMillis(10));
    }

    public Timings withStaging(Duration slower) {
        return new Timings(slower, firstCheck, checkInterval, kill, listing);
    }
}
