package io.jenkins.plugins.cutover.model;

/** What the evidence of a phase says. Only {@link #HEALTHY} lets a cutover go on by itself. */
public enum Verdict {
    /** EKS was shown to be no worse than Mesos, within the margin asked for. */
    HEALTHY,
    /** EKS was shown to be worse; the traffic is already on its way back. */
    HARMFUL,
    /** There was evidence, but neither harm nor its absence could be shown in the time given. */
    INCONCLUSIVE,
    /** There was no evidence: no answer from the source, or no traffic. */
    BLIND
}
