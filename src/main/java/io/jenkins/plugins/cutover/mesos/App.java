package io.jenkins.plugins.cutover.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A Marathon app at one moment.
 *
 * @param id begins with {@code /}
 * @param instances how many are wanted
 * @param counts Marathon's own sums; 0 healthy and 0 unhealthy when the app has no health checks
 * @param healthChecks how many checks each task must pass
 * @param tasks sorted by id
 * @param deployments ids of the deployments that touch the app
 * @param version the version of the definition
 * @param lastScalingAt null when Marathon does not say
 * @param lastConfigChangeAt when anything but the instance count last changed; null when Marathon does not say
 * @param lastFailure null when no task failed since the last change
 * @param definition what was posted: no tasks, counts or versions. It may hold secrets in {@code env}: it belongs in
 *     the record's definition and nowhere else
 */
public record App(
        String id,
        int instances,
        Counts counts,
        int healthChecks,
        List<Task> tasks,
        List<String> deployments,
        String version,
        Instant lastScalingAt,
        Instant lastConfigChangeAt,
        TaskFailure lastFailure,
        JsonNode definition) {
    public App {
        tasks = List.copyOf(tasks);
        deployments = List.copyOf(deployments);
    }

    /** As Marathon counts them. */
    public record Counts(int staged, int running, int healthy, int unhealthy) {}

    /** The tasks that serve: of the current configuration, running, and passing every health check. */
    public List<Task> healthyTasks() {
        return tasks.stream()
                .filter(t -> t.runs(lastConfigChangeAt) && t.passes(healthChecks))
                .toList();
    }

    /** The addresses of port number {@code index} of the healthy tasks, sorted. */
    public List<Endpoint> healthyEndpoints(int index) {
        return healthyTasks().stream()
                .map(t -> t.endpoint(index))
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    /** Without the definition, which may hold secrets. */
    @Override
    public String toString() {
        return "App " + id + " (" + instances + " instances, " + tasks.size() + " tasks, version " + version + ")";
    }
}
