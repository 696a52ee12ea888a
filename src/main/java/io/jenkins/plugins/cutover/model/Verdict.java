package io.jenkins.plugins.cutover.model;

/** The verdict on a phase. Only after {@link #HEALTHY} a cutover continues by itself. */
public enum Verdict {
    /** EKS was shown to be no worse than Mesos, within the margin asked for. */
    HEALTHY,
    /** EKS was shown to be worse; the rollback has begun already. */
    HARMFUL,
    /** There was evidence, but neither harm nor its absence could be shown in the time given. */
    INCONCLUSIVE,
    /** There was no evidence: no answer from the source, or no traffic. */
    BLIND
}
