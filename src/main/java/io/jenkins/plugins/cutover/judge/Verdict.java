package io.jenkins.plugins.cutover.judge;

/** The four outcomes of verifying a phase. */
public enum Verdict {
    HEALTHY,
    HARMFUL,
    /** There was traffic, but it proved neither harm nor its absence in time. */
    INCONCLUSIVE,
    /** There was nothing to see. */
    BLIND
}
