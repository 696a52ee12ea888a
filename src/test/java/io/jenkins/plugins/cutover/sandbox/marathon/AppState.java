package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** An app with its history and tasks. */
final class AppState {
    final String id;
    /** Marathon keeps 50; nothing in the sandbox reaches that. */
    final TreeMap<Instant, ObjectNode> versions = new TreeMap<>();

    final List<TaskState> tasks = new ArrayList<>();
    ObjectNode definition;
    Instant version;
    Instant lastScalingAt;
    Instant lastConfigChangeAt;
    ObjectNode lastFailure;
    Instant delayedUntil = Instant.MIN;
    /** Missing tasks are not launched before this time. */
    Instant unseenUntil = Instant.MIN;

    int failures;

    AppState(String id) {
        this.id = id;
    }

    void define(ObjectNode newDefinition, Instant at, boolean configChanged) {
        definition = newDefinition;
        version = at;
        lastScalingAt = at;
        if (configChanged) {
            lastConfigChangeAt = at;
        }
        versions.put(at, newDefinition.deepCopy());
    }

    int instances() {
        return definition.path("instances").asInt();
    }

    int healthChecks() {
        return definition.path("healthChecks").size();
    }

    /** Active tasks of the present configuration. */
    List<TaskState> current() {
        return tasks.stream().filter(t -> t.active() && t.current()).toList();
    }

    List<TaskState> old() {
        return tasks.stream().filter(t -> t.active() && !t.current()).toList();
    }

    int waiting() {
        return Math.max(0, instances() - current().size());
    }

    ObjectNode json(List<String> deployments) {
        ObjectNode json = definition.deepCopy();
        json.put("version", Json.time(version));
        json.set(
                "versionInfo",
                Json.object()
                        .put("lastScalingAt", Json.time(lastScalingAt))
                        .put("lastConfigChangeAt", Json.time(lastConfigChangeAt)));
        json.put("tasksStaged", count("TASK_STAGING"));
        json.put("tasksRunning", count("TASK_RUNNING"));
        boolean checked = healthChecks() > 0;
        json.put(
                "tasksHealthy",
                checked ? tasks.stream().filter(TaskState::healthy).count() : 0);
        json.put(
                "tasksUnhealthy",
                checked ? tasks.stream().filter(TaskState::unhealthy).count() : 0);
        json.set("deployments", Json.ids(deployments));
        return json;
    }

    ObjectNode fullJson(List<String> deployments) {
        ObjectNode json = json(deployments);
        json.set("tasks", tasksJson());
        if (lastFailure != null) {
            json.set("lastTaskFailure", lastFailure);
        }
        return json;
    }

    ArrayNode tasksJson() {
        ArrayNode array = Json.array();
        tasks.forEach(t -> array.add(t.json()));
        return array;
    }

    private int count(String state) {
        return (int) tasks.stream().filter(t -> t.state.equals(state)).count();
    }

    JsonNode field(String name) {
        return definition.path(name);
    }
}
