package io.jenkins.plugins.cutover.sandbox.crash;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs faster than real time by a factor. */
final class FastClock extends Clock {
    private final Instant start = Instant.now();
    private final long nanos = System.nanoTime();
    private final int haste;

    FastClock(int haste) {
        this.haste = haste;
    }

    @Override
    public Instant instant() {
        return start.plus(Duration.ofNanos(System.nanoTime() - nanos).multipliedBy(haste));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("only UTC here");
    }
}
