package io.jenkins.plugins.cutover.traffic;

import java.io.Serializable;

/**
 * What servers did since their HAProxy process started, or between two readings.
 *
 * @param requests requests answered, the sum of {@code hrsp_*}; attempts that were retried on another server are not included
 * @param errors {@code hrsp_5xx + eresp + econ}: failures that clients saw, including those that HAProxy answered in place of the server
 * @param retries {@code wretr + wredis}: failures that clients did not see because a retry succeeded
 * @param attempts {@code stot}: requests that were sent to a server, each retry again; 0 in records of older versions
 */
public record Counters(long requests, long errors, long retries, long attempts) implements Serializable {
    /** No requests. */
    public static final Counters ZERO = new Counters(0, 0, 0, 0);

    /** Every request was one attempt. */
    public Counters(long requests, long errors, long retries) {
        this(requests, errors, retries, requests);
    }

    /** The sum of both. */
    public Counters plus(Counters other) {
        return new Counters(
                requests + other.requests, errors + other.errors, retries + other.retries, attempts + other.attempts);
    }

    /** The difference; negative where a counter was reset. */
    public Counters minus(Counters other) {
        return new Counters(
                requests - other.requests, errors - other.errors, retries - other.retries, attempts - other.attempts);
    }

    boolean hasNegative() {
        return requests < 0 || errors < 0 || retries < 0;
    }
}
