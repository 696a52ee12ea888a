package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A task as Marathon remembers it. */
final class TaskState {
    final String id;
    final AppState app;
    final int slot;
    final String host;
    final List<Integer> ports;
    final Instant version;
    final Instant stagedAt;
    final List<CheckState> checks = new ArrayList<>();
    Instant startedAt;
    String state = "TASK_STAGING";
    AutoCloseable server;

    TaskState(String id, AppState app, int slot, List<Integer> ports, Instant stagedAt) {
        this.id = id;
        this.app = app;
        this.slot = slot;
        this.host = "127.0.1." + (slot + 1);
        this.ports = ports;
        this.version = app.version;
        this.stagedAt = stagedAt;
    }

    /** The last result of one health check. */
    static final class CheckState {
        boolean alive;
        int failures;
        Instant firstSuccess;
        Instant lastSuccess;
        Instant lastFailure;
        String cause = "";
    }

    boolean running() {
        return state.equals("TASK_RUNNING");
    }

    /** Neither dying nor dead. */
    boolean active() {
        return running() || state.equals("TASK_STAGING");
    }

    boolean healthy() {
        return running()
                && (app.healthChecks() == 0
                        || (checks.size() == app.healthChecks()
                                && checks.stream().allMatch(c -> c.alive)));
    }

    boolean unhealthy() {
        return running() && checks.stream().anyMatch(c -> !c.alive);
    }

    boolean current() {
        return !version.isBefore(app.lastConfigChangeAt);
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("appId", app.id)
                .put("id", id)
                .put("host", host)
                .put("slaveId", "5a1d-S" + slot)
                .put("state", state)
                .put("stagedAt", Json.time(stagedAt))
                .put("version", Json.time(version));
        json.set("ports", Json.ints(ports));
        json.set(
                "ipAddresses",
                Json.array().add(Json.object().put("ipAddress", host).put("protocol", "IPv4")));
        if (startedAt != null) {
            json.put("startedAt", Json.time(startedAt));
        }
        if (app.healthChecks() > 0) {
            json.set("healthCheckResults", results());
        }
        return json;
    }

    private ArrayNode results() {
        ArrayNode results = Json.array();
        for (CheckState check : checks) {
            results.add(Json.object()
                    .put("alive", check.alive)
                    .put("consecutiveFailures", check.failures)
                    .put("firstSuccess", Json.time(check.firstSuccess))
                    .put("lastSuccess", Json.time(check.lastSuccess))
                    .put("lastFailure", Json.time(check.lastFailure))
                    .put("lastFailureCause", check.cause.isEmpty() ? null : check.cause)
                    .put("instanceId", id));
        }
        return results;
    }
}
