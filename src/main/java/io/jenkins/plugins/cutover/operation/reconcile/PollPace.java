package io.jenkins.plugins.cutover.operation.reconcile;

import java.time.Duration;
import java.time.Instant;

/**
 * How often a platform is looked at; HAProxy's own health checks bridge the time between. One that takes long to answer,
 * or does not, is asked half as often each time, down to once in two minutes.
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

    /** @param usual time between two looks at one that answers quickly */
    public PollPace(Duration usual) {
        this.usual = usual;
        this.pause = usual;
    }

    /** How long the next look is due; negative when it is not yet. A clock that was set back does not put it off. */
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
