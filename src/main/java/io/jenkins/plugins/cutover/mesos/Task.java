package io.jenkins.plugins.cutover.mesos;

import io.jenkins.plugins.cutover.model.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One running (or starting, or dying) instance.
 *
 * @param host the agent's host name or address
 * @param state Mesos's name for it: {@code TASK_RUNNING}, {@code TASK_STAGING}, ...
 * @param version of the definition it was started with; null when Marathon does not say
 * @param startedAt null until it runs
 * @param endpoints one per port, in the order of the app's ports
 * @param health one per health check that has run; only the leader keeps it, in memory, so it is empty after a
 *     fail-over: no result is not healthy
 */
public record Task(
        String id,
        String host,
        String state,
        Instant version,
        Instant startedAt,
        List<Endpoint> endpoints,
        List<Health> health) {
    public Task {
        endpoints = List.copyOf(endpoints);
        health = List.copyOf(health);
    }

    /**
     * The latest result of one health check.
     *
     * @param cause of the last failure; empty when there was none
     */
    public record Health(boolean alive, int consecutiveFailures, String cause) {}

    /** @param since tasks of an older definition do not count; null counts all */
    boolean runs(Instant since) {
        return state.equals("TASK_RUNNING") && (since == null || version == null || !version.isBefore(since));
    }

    boolean passes(int checks) {
        return checks == 0 || (health.size() == checks && health.stream().allMatch(Health::alive));
    }

    /** @return the address of its port number {@code index}; empty when it has no such port (yet) */
    public Optional<Endpoint> endpoint(int index) {
        return index < endpoints.size() ? Optional.of(endpoints.get(index)) : Optional.empty();
    }
}
