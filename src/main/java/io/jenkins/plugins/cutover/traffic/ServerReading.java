package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Side;
import java.io.Serializable;

/**
 * One server of a backend, as HAProxy reports it.
 *
 * @param backend the name of its backend
 * @param side the side whose pattern it matches; null when it matches neither, or is a {@code backup} server
 * @param address {@code ip:port} as {@code set server addr} takes it
 * @param namedAddress host name and port in the configuration file, or of the SRV record there; empty when the file has
 *     an address
 * @param status as {@code show stat} prints it: {@code UP}, {@code UP 1/2}, {@code DOWN}, {@code no check}, {@code MAINT},
 *     {@code DRAIN}, {@code NOLB} ...
 * @param up whether it gets requests when its weight is not 0
 * @param checkPassed whether a health check has passed since its maintenance ended; HAProxy reports such a server as up
 *     before its first check
 * @param maintenance whether someone put it into maintenance
 * @param weight the user weight, 0 to 256; it is kept while the server is down, drained or in maintenance
 * @param initialWeight the weight of the configuration file
 * @param throttle percent of its weight during a slow start, 100 otherwise
 * @param checked whether it has a health check
 * @param agent whether an agent check may change its weight and state
 * @param cookie its value for cookie persistence; empty without
 * @param check the last check's result, for people: {@code L4CON}, {@code L7STS/500}; empty without checks
 * @param counters since the process started
 * @param sessions requests open now
 * @param queued requests that wait for a connection to it
 * @param responseMillis average response time of its last 1,024 requests, in milliseconds
 * @param totalMillis average total time of its last 1,024 requests, in milliseconds
 */
public record ServerReading(
        String backend,
        String name,
        Side side,
        String address,
        String namedAddress,
        String status,
        boolean up,
        boolean checkPassed,
        boolean maintenance,
        int weight,
        int initialWeight,
        int throttle,
        boolean checked,
        boolean agent,
        String cookie,
        String check,
        Counters counters,
        long sessions,
        long queued,
        long responseMillis,
        long totalMillis)
        implements Serializable {

    /** As commands name it: {@code BACKEND/SERVER}. */
    public String path() {
        return backend + "/" + name;
    }

    /**
     * Whether the configuration file has it in a form that lasts: with a weight, and with a name that HAProxy resolves. An
     * empty server has weight 0 there, or a name below {@code .invalid}, which never resolves (RFC 6761).
     */
    public boolean resolved() {
        return initialWeight > 0
                && !namedAddress.isEmpty()
                && !host(namedAddress).endsWith(".invalid");
    }

    /** The part before the port. */
    public static String host(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    /** Whether it points to an endpoint, by its address or by the name that HAProxy resolves. */
    public boolean holds(Endpoint endpoint) {
        String text = endpoint.toString();
        return text.equals(address) || text.equals(namedAddress);
    }
}
