package io.jenkins.plugins.cutover.model;

/** The state of a cutover. */
public enum CutoverState {
    /** The service is being deployed on EKS; all traffic is on Mesos. */
    DEPLOYING,
    /** EKS is ready, or has a share of the traffic. */
    RUNNING,
    /** The rollback to Mesos is under way. */
    ROLLING_BACK,
    /** Back on Mesos on every instance that answers; at least one has not confirmed and is tried again. */
    PARTIAL,
    /** Back on Mesos, as it was. */
    ROLLED_BACK,
    /** All traffic is on EKS and was judged healthy; Mesos is held until it is retired. */
    COMPLETED,
    /** Mesos was given up. */
    RETIRED,
    /** Ended by a person although it was neither finished nor restored: nothing of it can be restored by this tool. */
    CLOSED;

    /** Whether work is under way: such a record is never replaced by a new cutover. */
    public boolean open() {
        return this == DEPLOYING || this == RUNNING || returning();
    }

    /** Whether a rollback is under way. Nothing may move the service forward then. */
    public boolean returning() {
        return this == ROLLING_BACK || this == PARTIAL;
    }
}
