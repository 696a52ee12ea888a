package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Side;
import java.io.Serializable;

/**
 * One server line of a backend as HAProxy sees it.
 *
 * @param backend where it stands
 * @param side whose it is by the patterns; null when it matches neither, or is a {@code backup} server
 * @param address {@code ip:port} as {@code set server addr} takes it
 * @param named the host name and port of the configuration; empty when it has an address there
 * @param status the word of {@code show stat}: {@code UP}, {@code UP 1/2}, {@code DOWN}, {@code no check}, {@code MAINT},
 *     {@code DRAIN}, {@code NOLB} ...
 * @param up whether it gets requests when it has a weight
 * @param proven whether {@code up} rests on a health check that passed, and not on the benefit of the doubt that
 *     HAProxy gives a server fresh from maintenance
 * @param maintenance whether someone put it into maintenance
 * @param weight the user weight, 0 to 256; it is kept while the server is down, drained or in maintenance
 * @param initialWeight the weight of the configuration file
 * @param throttle percent of its weight while a slow start is going on, 100 otherwise
 * @param checked whether it has a health check
 * @param agent whether an agent check may change its weight and state behind our back
 * @param cookie its value for cookie persistence; empty without
 * @param check the last check's result, for people: {@code L4CON}, {@code L7STS/500}; empty without checks
 * @param counters what it did since the process started
 * @param sessions requests open now
 * @param responseMillis average response time of its last 1,024 requests
 * @param totalMillis average total time of its last 1,024 requests
 */
public record ServerReading(
        String backend,
        String name,
        Side side,
        String address,
        String named,
        String status,
        boolean up,
        boolean proven,
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
        long responseMillis,
        long totalMillis)
        implements Serializable {

    /** Whether it points to an endpoint, by address or by the name that HAProxy itself follows. */
    public boolean holds(Endpoint endpoint) {
        String text = endpoint.toString();
        return text.equals(address) || text.equals(named);
    }
}
