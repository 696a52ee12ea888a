package io.jenkins.plugins.cutover.simulation;

/** The faults that the simulation injects. */
public enum Fault {
    /** The process dies between two calls. */
    CRASH,
    /** The process dies right before, or right after, a write. */
    CRASH_AT_WRITE,
    /** The process pauses for a while: a long collection, a suspended machine. */
    PAUSE,
    /** The disk is full for the moment of one write. */
    WRITE_FAILS,
    /** The disk is full for a while, for every process. */
    DISK_FULL,
    /** No process can read the record, until a process that knows it writes it anew. */
    RECORD_DAMAGED,
    /** Another process writes the record at the same moment. */
    STALE_WRITE,
    /** The lock's file, or the Lease, is deleted. */
    LOCK_LOST,
    CLOCK_FORWARD,
    CLOCK_BACK,
    /** A read request gets no answer. */
    SILENT,
    /** A command gets no answer and takes effect later. */
    LATE_COMMAND,
    /** A command never arrives. */
    LOST_COMMAND,
    /** A command takes effect and its answer never arrives. */
    LOST_ANSWER,
    /** A system refuses a command. */
    REFUSED,
    /** An instance is reloaded. */
    RELOAD,
    /** All instances are reloaded at the same moment, without the state of their servers. */
    STATE_LOST,
    /** An instance is reloaded with a state file. */
    RELOAD_WITH_STATE,
    /** A further instance serves clients, and the service file names it. */
    INSTANCE_JOINS,
    /** An instance is stopped and continues later. */
    FREEZE,
    /** An instance serves, but no cutover process can reach it for a while. */
    CUT_OFF,
    /** An instance is decommissioned and never answers again. */
    INSTANCE_LEAVES,
    /** The backend gets another name on every instance, and in the service file. */
    BACKEND_RENAMED,
    /** A person sets a weight by hand. */
    HAND_MADE,
    /** Marathon has no leader, or it is unreachable. */
    MARATHON_AWAY,
    /** Another deployment locks the app. */
    MARATHON_LOCKED,
    /** The launch back-off delays tasks after failures. */
    MARATHON_HOLDS_BACK,
    /** The instance count is changed from outside. */
    OUTSIDE_SCALE,
    /** The app is deleted from outside. */
    OUTSIDE_DESTROY,
    /** A deployment on Mesos replaces tasks: every HAProxy is reloaded with other server names. */
    MESOS_REDEPLOYED,
    /** Tasks and pods take long to start. */
    SLOW_START,
    TASK_DIES,
    PODS_DIE,
    /** Every pod is replaced by one at another address, one after the other, as a node upgrade does. */
    PODS_REPLACED,
    CLUSTER_AWAY,
    /** EKS answers some requests with errors. */
    EKS_ERRORS,
    /** EKS answers 404. This and the following harm half of the requests. */
    NOT_FOUND,
    /** EKS answers 401. */
    UNAUTHORIZED,
    /** EKS answers 302. */
    REDIRECT,
    /** EKS answers 200 without a body. */
    EMPTY_BODY,
    /** EKS answers with half of the data. */
    SHORT_BODY,
    /** EKS closes the connection within the answer. */
    TRUNCATE,
    /** EKS stops sending within the answer. */
    STALL,
    /** EKS does not answer for longer than clients wait. */
    HANG,
    /** EKS takes long for the body. */
    SLOW_BODY,
    /** EKS does not read what clients send. */
    SLOW_UPLOAD,
    /** EKS resets the connection before the answer. */
    RESET,
    /** One pod fails all requests. */
    ONE_BAD_POD,
    /** EKS fails half of the requests, a minute later. */
    LATE,
    /** EKS fails more and more requests. */
    LEAK,
    /** EKS fails half of the requests when it has more than a fifth of them. */
    OVERLOAD,
    /** EKS fails every request to one route, a twentieth of the traffic. */
    ONE_BAD_ROUTE,
    /** Both sides answer some requests with errors. */
    BOTH_ERRORS,
    /** There are no requests for a while. */
    NO_TRAFFIC,
    /** The build is aborted. */
    ABORT,
    /** The guard's process is ended while it guards. */
    GUARD_ENDS,
    /** Another process runs a rollback. */
    OUTSIDE_ROLLBACK,
    /** Another service waits for the environment. */
    SECOND_SERVICE
}
