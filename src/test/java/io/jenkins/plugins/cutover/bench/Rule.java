package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.judge.Poll;

/** A rule that may send EKS's traffic back. */
interface Rule {
    String name();

    /** Seconds the rule looks at a phase. */
    double duration();

    /** @param load of the streams: what the phase's share is */
    Run start(Traffic.Load load);

    /** The rule at work on one stream. */
    interface Run {
        /** Takes the next poll in; true when the rule rolls back now. */
        boolean rollsBack(Poll poll);
    }
}
