package io.jenkins.plugins.cutover.operation.engine;

import io.jenkins.plugins.cutover.model.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * A clock for durations: it advances as the machine's monotonic clock does, whatever is done to the wall clock. When
 * the two differ, it follows the wall clock slowly, as {@code adjtime} does: a duration is wrong by 5 % at most and never
 * negative. A monotonic clock stands still while the machine is suspended, so a suspension looks like a jump forward.
 *
 * <p>Use one instance in a process. Do not use it for what other machines compare: leases, signatures, tokens.
 */
public final class SteadyClock extends Clock {
    /** Smaller differences are corrections by NTP. */
    private static final Duration JUMP = Duration.ofSeconds(5);

    /** It follows the wall clock by this part of the time that passes. */
    private static final int SLOWLY = 20;

    private final Clock wall;
    private final LongSupplier nanos;
    private long lastNanos;
    private Instant last;
    private Duration behind = Duration.ZERO;
    private Jump jump = new Jump(0, "");

    /** @param nanos of a monotonic clock, such as {@link System#nanoTime} */
    public SteadyClock(Clock wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.last = wall.instant();
        this.lastNanos = nanos.getAsLong();
    }

    /** The machine's clocks. */
    public static SteadyClock ofMachine() {
        return new SteadyClock(Clock.systemUTC(), System::nanoTime);
    }

    /**
     * The last jump of the wall clock.
     *
     * @param number how many there were since the process started
     * @param text one line; empty before the first
     */
    public record Jump(int number, String text) {}

    /** Call it after {@link #instant}, which finds a jump. */
    public synchronized Jump jump() {
        return jump;
    }

    @Override
    public synchronized Instant instant() {
        long now = nanos.getAsLong();
        long passed = Math.max(0, now - lastNanos);
        lastNanos = now;
        Instant shown = wall.instant();
        Instant steady = last.plusNanos(passed);
        Duration difference = Duration.between(steady, shown);
        notice(difference.minus(behind), shown);
        last = steady.plus(limited(difference, Duration.ofNanos(passed / SLOWLY)));
        behind = Duration.between(last, shown);
        return last;
    }

    private void notice(Duration moved, Instant shown) {
        if (moved.abs().compareTo(JUMP) >= 0) {
            String way = moved.isNegative() ? "back" : "forward";
            jump = new Jump(
                    jump.number() + 1,
                    "the clock jumped " + way + " by "
                            + Durations.text(Duration.ofSeconds(moved.abs().toSeconds()))
                            + " to " + shown.truncatedTo(ChronoUnit.SECONDS)
                            + "; durations are measured without it");
        }
    }

    private static Duration limited(Duration difference, Duration most) {
        if (difference.abs().compareTo(most) <= 0) {
            return difference;
        }
        return difference.isNegative() ? most.negated() : most;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new InZone(this, zone);
    }

    /** The same instants, for a caller that prints them in its zone. */
    private static final class InZone extends Clock {
        private final Clock steady;
        private final ZoneId zone;

        private InZone(Clock steady, ZoneId zone) {
            this.steady = steady;
            this.zone = zone;
        }

        @Override
        public Instant instant() {
            return steady.instant();
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new InZone(steady, other);
        }
    }
}
