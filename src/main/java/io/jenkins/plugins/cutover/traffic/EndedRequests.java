package io.jenkins.plugins.cutover.traffic;

/**
 * Counts each request once that ended between two readings. HAProxy's columns do not. Measured on 2.2.9, 2.6.12, 3.0.11 and
 * 3.2.26, for one request:
 *
 * <ul>
 *   <li>refused, all retries used: {@code econ} 1, {@code wretr} 3, {@code stot} 4
 *   <li>no answer within {@code timeout server}: {@code eresp} 1
 *   <li>reset or closed before the answer: {@code eresp} 1 or 2, by version; on 2.2 a reset is in {@code srv_abrt} too
 *   <li>cut off within the answer: {@code hrsp_2xx}, {@code eresp} and {@code srv_abrt} 1
 *   <li>stalled within the answer, or an upload that is not read: {@code srv_abrt} 1 and no {@code eresp}; on 3.0 a stall is
 *       only in {@code cli_abrt}
 *   <li>failed and repeated by {@code retry-on}: {@code eresp} 1 and {@code wretr} 2, though the client saw no failure
 * </ul>
 *
 * <p>So each request in {@code srv_abrt} is one failure, and those that failed before an answer are found by what is missing:
 * attempts less retries, answers, refusals and open requests. {@code eresp} bounds their number from both sides, since
 * requests of clients that left are missing too.
 */
final class EndedRequests {
    private EndedRequests() {}

    /**
     * @param change what the columns show
     * @param moreOpen by how much the number of open requests grew
     * @return with {@code requests} that ended in any way, and {@code errors}, the failures among them; as it is where the
     *     columns are not known
     */
    static Counters of(Counters change, long moreOpen) {
        if (change.columns() == null) {
            return change;
        }
        return change.statuses() == null ? connections(change) : requests(change, moreOpen);
    }

    /** In TCP mode a silent connection that is closed by a time-out is in {@code srv_abrt}, and no failure. */
    private static Counters connections(Counters change) {
        long ended = Math.max(change.attempts() - change.retries(), change.errors());
        return change.counted(ended, change.errors(), change.retries());
    }

    private static Counters requests(Counters change, long moreOpen) {
        Columns c = change.columns();
        long answers = change.requests() - c.interim();
        long retries = change.retries();
        long missing = change.attempts() - retries - answers - c.refused();
        if (missing < Math.min(0, moreOpen)) {
            retries /= 2; // retry-on counts each retry twice
            missing = change.attempts() - retries - answers - c.refused();
        }
        // When some of the 1xx answers must be interim ones, all are: a service seldom sends both.
        long upgrades = c.interim() <= missing ? c.interim() : 0;
        long open = upgrades == 0 ? moreOpen : Math.max(upgrades, moreOpen);
        long fewest = (Math.max(0, c.invalid() - c.cutOff() - change.retries()) + 1) / 2;
        long unanswered = Math.max(fewest, Math.min(missing - open, c.invalid()));
        long errors = change.statuses().serverErrors() + c.refused() + c.cutOff() + unanswered;
        long ended = answers + upgrades + c.refused() + unanswered;
        return change.counted(Math.max(ended, errors), errors, retries);
    }
}
