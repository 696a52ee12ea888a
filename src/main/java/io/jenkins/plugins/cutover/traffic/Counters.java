package io.jenkins.plugins.cutover.traffic;

import java.io.Serializable;

/**
 * What servers did since their HAProxy process started, or between two readings. Only a difference of two readings counts
 * each request once, see {@link EndedRequests}.
 *
 * @param requests since the process started, the sum of {@code hrsp_*}; between two readings, requests that were answered
 *     or lost. Attempts that were retried on another server are not included
 * @param errors since the process started, {@code hrsp_5xx + eresp + econ}; between two readings, requests that the servers
 *     lost, including those that HAProxy answered in place of the server, and answers that were cut off or stalled
 * @param retries {@code wretr + wredis}: failures that clients did not see because a retry succeeded
 * @param attempts {@code stot}: requests that were sent to a server, each retry again; 0 in records of older versions
 * @param unanswered attempts that no other counter accounts for: {@code stot} less {@code hrsp_*}, retries, {@code eresp}
 *     and {@code econ}. They wait for an answer, or their clients gave up. Below 0 after interim answers, and after
 *     answers that were cut off
 * @param aborts {@code cli_abrt}: clients that gave up, before the answer or within it
 * @param statuses of the answers; null in records of older versions, and where HAProxy counts connections only
 * @param columns what a difference is computed from, zero in the result; null in records of older versions
 */
public record Counters(
        long requests,
        long errors,
        long retries,
        long attempts,
        long unanswered,
        long aborts,
        Statuses statuses,
        Columns columns)
        implements Serializable {
    /** No requests. */
    public static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0, Statuses.ZERO, Columns.ZERO);

    /** Every request was one attempt, and was answered. */
    public Counters(long requests, long errors, long retries) {
        this(requests, errors, retries, requests, 0, 0);
    }

    /** Without statuses. */
    public Counters(long requests, long errors, long retries, long attempts, long unanswered, long aborts) {
        this(requests, errors, retries, attempts, unanswered, aborts, null);
    }

    /** Each request is counted once. */
    public Counters(
            long requests, long errors, long retries, long attempts, long unanswered, long aborts, Statuses statuses) {
        this(requests, errors, retries, attempts, unanswered, aborts, statuses, Columns.ZERO);
    }

    /** The sum of both. */
    public Counters plus(Counters other) {
        return new Counters(
                requests + other.requests,
                errors + other.errors,
                retries + other.retries,
                attempts + other.attempts,
                unanswered + other.unanswered,
                aborts + other.aborts,
                statuses == null || other.statuses == null ? null : statuses.plus(other.statuses),
                columns == null || other.columns == null ? null : columns.plus(other.columns));
    }

    /** The difference; negative where a counter was reset. */
    public Counters minus(Counters other) {
        return new Counters(
                requests - other.requests,
                errors - other.errors,
                retries - other.retries,
                attempts - other.attempts,
                unanswered - other.unanswered,
                aborts - other.aborts,
                statuses == null || other.statuses == null ? null : statuses.minus(other.statuses),
                columns == null || other.columns == null ? null : columns.minus(other.columns));
    }

    /** The same with the columns made into one count. */
    Counters counted(long allRequests, long allErrors, long allRetries) {
        return new Counters(allRequests, allErrors, allRetries, attempts, unanswered, aborts, statuses, Columns.ZERO);
    }

    boolean hasNegative() {
        return requests < 0 || errors < 0 || retries < 0 || columns != null && columns.hasNegative();
    }
}
