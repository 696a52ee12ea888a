package io.jenkins.plugins.cutover.traffic;

import java.io.Serializable;

/**
 * What servers did since their HAProxy process started, or in a time between two readings.
 *
 * @param requests answers, the sum of {@code hrsp_*}; attempts that were tried again elsewhere are not in it
 * @param errors {@code hrsp_5xx + eresp + econ}: failures that clients saw, those HAProxy answered for the server too
 * @param retries {@code wretr + wredis}: failures that clients did not see because another attempt went well
 */
public record Counters(long requests, long errors, long retries) implements Serializable {
    public static final Counters ZERO = new Counters(0, 0, 0);

    public Counters plus(Counters other) {
        return new Counters(requests + other.requests, errors + other.errors, retries + other.retries);
    }

    public Counters minus(Counters other) {
        return new Counters(requests - other.requests, errors - other.errors, retries - other.retries);
    }

    boolean hasNegative() {
        return requests < 0 || errors < 0 || retries < 0;
    }
}
