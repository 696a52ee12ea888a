package io.jenkins.plugins.cutover.traffic;

import java.io.Serializable;

/**
 * Answers by the class of their status, and their bytes, as HAProxy counts them for servers. Interim answers (1xx) are in
 * none of these.
 *
 * @param ok {@code hrsp_2xx + hrsp_other}
 * @param redirects {@code hrsp_3xx}
 * @param clientErrors {@code hrsp_4xx}
 * @param serverErrors {@code hrsp_5xx}
 * @param bytes {@code bout}: of the answers with their headers
 */
public record Statuses(long ok, long redirects, long clientErrors, long serverErrors, long bytes)
        implements Serializable {
    /** No answers. */
    public static final Statuses ZERO = new Statuses(0, 0, 0, 0, 0);

    /** The sum of both. */
    public Statuses plus(Statuses other) {
        return new Statuses(
                ok + other.ok,
                redirects + other.redirects,
                clientErrors + other.clientErrors,
                serverErrors + other.serverErrors,
                bytes + other.bytes);
    }

    /** The difference; negative where a counter was reset. */
    public Statuses minus(Statuses other) {
        return new Statuses(
                ok - other.ok,
                redirects - other.redirects,
                clientErrors - other.clientErrors,
                serverErrors - other.serverErrors,
                bytes - other.bytes);
    }
}
