package io.jenkins.plugins.cutover.judge;

import java.util.Optional;

/**
 * A source's running totals for one side at one instance (HAProxy's counters count from its last start or reload). The
 * last ones belong in the record, so that a restart of the controller neither loses nor repeats a poll.
 */
public record RunningTotals(long requests, long errors) {
    /**
     * What was added since {@code before}.
     *
     * @return empty when a total went down: the source was reloaded and the whole poll must be dropped, since its requests
     *     are not known
     */
    public Optional<Counts> since(RunningTotals before) {
        if (requests < before.requests || errors < before.errors) {
            return Optional.empty();
        }
        return Optional.of(Counts.failuresOutsideRequests(requests - before.requests, errors - before.errors));
    }
}
