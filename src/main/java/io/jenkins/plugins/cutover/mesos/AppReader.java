package io.jenkins.plugins.cutover.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads Marathon's JSON of an app. */
final class AppReader {
    /** Fields of an answer that are not part of the definition; Marathon refuses or ignores them in a PUT. */
    private static final List<String> RUNTIME =
            List.of("version", "versionInfo", "tasks", "tasksStaged", "tasksRunning", "tasksHealthy", "tasksUnhealthy");

    private static final List<String> MORE_RUNTIME =
            List.of("deployments", "lastTaskFailure", "taskStats", "readinessCheckResults");

    private AppReader() {}

    static App read(JsonNode app) {
        JsonNode versions = app.path("versionInfo");
        return new App(
                app.path("id").asText(),
                app.path("instances").asInt(),
                new App.Counts(
                        app.path("tasksStaged").asInt(),
                        app.path("tasksRunning").asInt(),
                        app.path("tasksHealthy").asInt(),
                        app.path("tasksUnhealthy").asInt()),
                app.path("healthChecks").size(),
                stream(app.path("tasks"))
                        .map(t -> task(app, t))
                        .sorted(Comparator.comparing(Task::id))
                        .toList(),
                stream(app.path("deployments")).map(d -> d.path("id").asText()).toList(),
                app.path("version").asText(),
                instant(versions.path("lastScalingAt")),
                instant(versions.path("lastConfigChangeAt")),
                failure(app.path("lastTaskFailure")),
                definition(app));
    }

    private static Task task(JsonNode app, JsonNode task) {
        return new Task(
                task.path("id").asText(),
                task.path("host").asText(),
                // Before 1.0 a task had no state: it was running when it had been started.
                task.path("state").asText(task.hasNonNull("startedAt") ? "TASK_RUNNING" : "TASK_STAGING"),
                instant(task.path("version")),
                instant(task.path("startedAt")),
                TaskEndpoints.of(app, task),
                stream(task.path("healthCheckResults")).map(AppReader::health).toList());
    }

    private static Task.Health health(JsonNode result) {
        return new Task.Health(
                result.path("alive").asBoolean(),
                result.path("consecutiveFailures").asInt(),
                result.path("lastFailureCause").asText(""));
    }

    private static TaskFailure failure(JsonNode failure) {
        if (!failure.isObject()) {
            return null;
        }
        return new TaskFailure(
                failure.path("taskId").asText(),
                failure.path("host").asText(),
                failure.path("state").asText(),
                failure.path("message").asText(""),
                instant(failure.path("timestamp")));
    }

    /** A group without the fields that are not part of its definition. */
    static JsonNode group(JsonNode group) {
        ObjectNode read = group.deepCopy();
        read.remove("version");
        if (!read.path("enforceRole").asBoolean()) {
            read.remove("enforceRole");
        }
        ArrayNode apps = read.putArray("apps");
        stream(group.path("apps")).map(AppReader::definition).forEach(apps::add);
        ArrayNode groups = read.putArray("groups");
        stream(group.path("groups")).map(AppReader::group).forEach(groups::add);
        return read;
    }

    private static JsonNode definition(JsonNode app) {
        ObjectNode definition = app.deepCopy();
        definition.remove(RUNTIME);
        definition.remove(MORE_RUNTIME);
        // Old Marathons answer both forms and refuse a PUT with both.
        if (definition.hasNonNull("fetch")) {
            definition.remove("uris");
        }
        if (definition.hasNonNull("portDefinitions") || TaskEndpoints.hasMappings(app)) {
            definition.remove("ports");
        }
        return definition;
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Instant instant(JsonNode text) {
        try {
            return text.isTextual() ? Instant.parse(text.asText()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
