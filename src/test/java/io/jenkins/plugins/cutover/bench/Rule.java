package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.judge.Poll;
import java.util.function.Supplier;

/** A rule that may send EKS's traffic back. */
public interface Rule {
    String name();

    /** Seconds the rule looks at a phase. */
    double duration();

    /** Whether it compares both sides, so that it needs traffic on both. */
    default boolean comparesSides() {
        return true;
    }

    /** @param load of the streams: what the phase's share is */
    Run start(Traffic.Load load);

    /**
     * As {@link #start(Traffic.Load)}, for a rule that looks at the old side first.
     *
     * @param halves polls of Mesos alone, its servers in two halves
     */
    default Run start(Traffic.Load load, Supplier<Poll> halves) {
        return start(load);
    }

    /** The rule at work on one stream. */
    interface Run {
        /** Takes the next poll in; true when the rule rolls back now. */
        boolean rollsBack(Poll poll);
    }
}
