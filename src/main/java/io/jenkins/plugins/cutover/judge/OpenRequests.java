package io.jenkins.plugins.cutover.judge;

/**
 * Requests in flight at a poll, and those that arrived since the poll before.
 *
 * @param canary of EKS: not answered completely, or waiting for a server
 * @param baseline the same of Mesos
 * @param canaryArrived attempts at EKS since the poll before
 * @param baselineArrived attempts at Mesos since the poll before
 */
public record OpenRequests(long canary, long baseline, long canaryArrived, long baselineArrived) {
    public OpenRequests {
        if (canary < 0 || baseline < 0 || canaryArrived < 0 || baselineArrived < 0) {
            throw new IllegalArgumentException("open requests " + canary + " and " + baseline + ", arrived "
                    + canaryArrived + " and " + baselineArrived + ": must be 0 or more");
        }
    }
}
