package io.jenkins.plugins.cutover.operation.reconcile;

import java.time.Duration;
import java.time.Instant;

/**
 * How often a platform is polled. HAProxy's own health checks cover the time between. For a platform that is slow or does
 * not answer, the interval doubles each time, up to two minutes.
 */
public final class PollPace {
    private static final Duration USUAL = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration SLOW = Duration.ofSeconds(2);

    private final Duration usual;
    private Instant last;
    private Duration pause;

    public PollPace() {
        this(USUAL);
    }

    /** @param usual interval for a platform that answers quickly */
    public PollPace(Duration usual) {
        this.usual = usual;
        this.pause = usual;
    }

    /** For how long the next poll has been due; negative before. A clock that was set back does not postpone it. */
    public Duration overdue(Instant now) {
        return last == null ? LONGEST : Duration.between(last, now).abs().minus(pause);
    }

    public void looked(Instant began, Instant ended) {
        boolean slow = Duration.between(began, ended).compareTo(SLOW) > 0;
        Duration longer = pause.multipliedBy(2);
        pause = slow ? (longer.compareTo(LONGEST) > 0 ? LONGEST : longer) : usual;
        last = ended;
    }
}
