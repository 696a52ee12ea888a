package io.jenkins.plugins.cutover.bench;

import java.util.List;

/**
 * What a measured process is to do; passed to it as JSON.
 *
 * @param kind {@link #VERIFY} or {@link #WAITING}
 * @param store {@code disk} or {@code tmpfs}, for the table
 * @param folder of the records and locks; empty at the start
 * @param warmUp seconds before the window
 * @param window seconds that are measured
 * @param failing how many services have an EKS side that can fail, the first ones
 * @param burst whether they fail after the window
 * @param guards whether a guard runs beside each verification, as on a controller
 * @param instances admin sockets of the HAProxies
 * @param responder admin socket of the HAProxy that answers all requests
 * @param faultMap the map of the responder that turns the fault on
 * @param port of the servers, on loopback addresses
 */
record ScaleTask(
        String kind,
        String store,
        String folder,
        int cutovers,
        double warmUp,
        double window,
        int failing,
        boolean burst,
        boolean guards,
        List<String> instances,
        String responder,
        String faultMap,
        int port) {
    static final String VERIFY = "verify";
    static final String WAITING = "waiting";

    /** The first so many services have an EKS side that can fail. */
    boolean canFail(int service) {
        return service < failing;
    }
}
