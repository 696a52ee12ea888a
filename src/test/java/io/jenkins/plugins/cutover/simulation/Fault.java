package io.jenkins.plugins.cutover.simulation;

/** What can go wrong. */
public enum Fault {
    /** The process dies between two calls. */
    CRASH,
    /** The process dies right before, or right after, a write. */
    CRASH_AT_WRITE,
    /** The process stands still for a while: a long collection, a suspended machine. */
    PAUSE,
    /** The disk is full. */
    WRITE_FAILS,
    /** Somebody else writes the record at the same moment. */
    STALE_WRITE,
    /** The lock's file, or the Lease, is deleted. */
    LOCK_LOST,
    CLOCK_FORWARD,
    CLOCK_BACK,
    /** A question gets no answer. */
    SILENT,
    /** A command gets no answer and takes effect later. */
    LATE_COMMAND,
    /** A command never arrives. */
    LOST_COMMAND,
    /** A command takes effect and its answer never arrives. */
    LOST_ANSWER,
    /** A system says no. */
    REFUSED,
    /** An instance is reloaded. */
    RELOAD,
    /** An instance is stopped and goes on later. */
    FREEZE,
    /** An instance serves, but nobody of ours reaches it for a while. */
    CUT_OFF,
    /** Somebody sets a weight by hand. */
    HAND_MADE,
    /** No leader, or no way to it. */
    MARATHON_AWAY,
    /** Somebody's deployment holds the app. */
    MARATHON_LOCKED,
    /** Launches are held back after failures. */
    MARATHON_HOLDS_BACK,
    /** Somebody changes the instance count. */
    OUTSIDE_SCALE,
    /** Somebody deletes the app. */
    OUTSIDE_DESTROY,
    /** Tasks and pods take long to start. */
    SLOW_START,
    TASK_DIES,
    PODS_DIE,
    CLUSTER_AWAY,
    /** EKS answers some requests with errors. */
    EKS_ERRORS,
    /** Both sides answer some requests with errors. */
    BOTH_ERRORS,
    /** There are no requests for a while. */
    NO_TRAFFIC,
    /** The build is aborted. */
    ABORT,
    /** Somebody runs a rollback from elsewhere. */
    OUTSIDE_ROLLBACK,
    /** Another service wants the environment. */
    SECOND_SERVICE
}
