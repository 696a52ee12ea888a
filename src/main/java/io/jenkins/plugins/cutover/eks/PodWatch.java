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
     * How many changes there were of addresses, readiness, deletion or number of the service's pods since this watch was
     * created; never falls. A watch ends when it was not called for five to ten minutes, and begins anew with the next call.
     * Never blocks and never throws.
     */
    long changes();
}
