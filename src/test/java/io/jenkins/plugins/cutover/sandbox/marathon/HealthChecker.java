package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Marathon's health checks, made for real against the task's server. */
final class HealthChecker {
    private static final int TIMEOUT_MILLIS = 500;

    private final World world;
    private final Launcher launcher;

    HealthChecker(World world, Launcher launcher) {
        this.world = world;
        this.launcher = launcher;
    }

    /** One round of all checks of a task, outside the lock; then the next is set. */
    void check(TaskState task) {
        List<JsonNode> checks = new ArrayList<>();
        boolean sick;
        synchronized (world) {
            if (!task.running()) {
                return;
            }
            task.app.field("healthChecks").forEach(checks::add);
            sick = world.faults.unhealthyHosts.contains(task.host);
        }
        List<String> causes = new ArrayList<>();
        for (JsonNode check : checks) {
            causes.add(sick ? "503 Service Unavailable" : probe(task, check));
        }
        synchronized (world) {
            record(task, checks, causes);
        }
    }

    private void record(TaskState task, List<JsonNode> checks, List<String> causes) {
        if (!task.running()) {
            return;
        }
        boolean before = task.healthy();
        for (int i = 0; i < causes.size(); i++) {
            if (task.checks.size() <= i) {
                task.checks.add(new TaskState.CheckState());
            }
            record(task, task.checks.get(i), checks.get(i), causes.get(i));
        }
        if (before != task.healthy()) {
            world.events.send(
                    "health_status_changed_event",
                    Json.object()
                            .put("appId", task.app.id)
                            .put("instanceId", task.id)
                            .put("alive", task.healthy()));
        }
        if (task.running() && !checks.isEmpty()) {
            world.after(world.timings.checkInterval(), () -> check(task));
        }
        launcher.reconcile(task.app);
    }

    private void record(TaskState task, TaskState.CheckState state, JsonNode check, String cause) {
        Instant now = world.now();
        if (cause.isEmpty()) {
            state.alive = true;
            state.failures = 0;
            state.lastSuccess = now;
            state.firstSuccess = state.firstSuccess == null ? now : state.firstSuccess;
            return;
        }
        Instant graceEnd =
                task.startedAt.plusSeconds(check.path("gracePeriodSeconds").asLong(300));
        if (state.firstSuccess == null && now.isBefore(graceEnd)) {
            return; // failures before the first success do not count while the grace lasts
        }
        state.alive = false;
        state.failures++;
        state.lastFailure = now;
        state.cause = cause;
        int most = check.path("maxConsecutiveFailures").asInt(3);
        if (most > 0 && state.failures >= most) {
            launcher.kill(task);
            launcher.remember(task, "Task was killed since health check failed. Reason: " + cause);
        }
    }

    /** @return the cause of the failure; empty when it is alive */
    private static String probe(TaskState task, JsonNode check) {
        int index = check.path("portIndex").asInt(0);
        int port = task.ports.get(Math.min(index, task.ports.size() - 1));
        String protocol = check.path("protocol").asText("HTTP").replace("MESOS_", "");
        try {
            return switch (protocol) {
                case "HTTP" ->
                    http(URI.create("http://" + task.host + ":" + port
                            + check.path("path").asText("/")));
                case "COMMAND" -> "";
                default -> tcp(task.host, port);
            };
        } catch (IOException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private static String http(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty("User-Agent", "Marathon health check");
        try {
            int status = connection.getResponseCode();
            return status >= 200 && status < 400 ? "" : status + " " + connection.getResponseMessage();
        } finally {
            connection.disconnect();
        }
    }

    private static String tcp(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            return "";
        }
    }
}
