package io.jenkins.plugins.cutover.eks;

/**
 * Tells that the pods of a service have changed, within milliseconds and without a request. It only brings forward what is
 * polled anyway: a watch that is down, or was never established, reports no change.
 */
@FunctionalInterface
public interface PodWatch {
    /** Reports no change. */
    PodWatch NONE = () -> 0;

    /**
     * How many changes there were of addresses, readiness or number of the service's pods since the process started; never
     * falls.
     */
    long changes();
}
