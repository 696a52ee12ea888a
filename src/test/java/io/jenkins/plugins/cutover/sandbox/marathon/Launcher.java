package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reconciles the running tasks with the definition, as Marathon's scheduler does: launches into the lowest free slot, kills
 * the youngest, backs off after failures, ends deployments when their new tasks are healthy and their old ones gone.
 */
final class Launcher {
    /** Longest server first so that a scale down frees the high slots. */
    private static final Comparator<TaskState> YOUNGEST_FIRST = Comparator.comparing((TaskState t) -> t.stagedAt)
            .thenComparing(t -> t.slot)
            .reversed();

    private final World world;
    private final TaskFactory factory;
    private final HealthChecker checker;
    private final Map<Integer, TaskState> slots = new TreeMap<>();

    Launcher(World world, TaskFactory factory) {
        this.world = world;
        this.factory = factory;
        this.checker = new HealthChecker(world, this);
    }

    /** To be called with the world's lock after anything changed. */
    void reconcile(AppState app) {
        if (!world.now().isBefore(app.delayedUntil) && !world.now().isBefore(app.unseenUntil)) {
            while (app.waiting() > 0 && slots.size() < world.faults.agents) {
                launch(app);
            }
        }
        List<TaskState> current = new ArrayList<>(app.current());
        current.sort(Comparator.comparing(TaskState::healthy).thenComparing(YOUNGEST_FIRST));
        current.stream().limit(Math.max(0, current.size() - app.instances())).forEach(this::kill);
        if (current.stream().filter(TaskState::healthy).count() >= app.instances()) {
            app.old().forEach(this::kill);
        }
        world.deployments.removeIf(d -> d.app() == app && finished(d, app));
    }

    private void launch(AppState app) {
        int slot = 0;
        while (slots.containsKey(slot)) {
            slot++;
        }
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < Math.max(1, Definitions.portCount(app.definition)); i++) {
            ports.add(world.slotPort + i);
        }
        String id = app.id.substring(1).replace('/', '_') + ".instance-" + world.newId() + "._app.1";
        TaskState task = new TaskState(id, app, slot, ports, world.now());
        app.tasks.add(task);
        slots.put(slot, task);
        world.after(world.timings.staging(), () -> start(task));
    }

    private void start(TaskState task) {
        synchronized (world) {
            if (!task.state.equals("TASK_STAGING")) {
                return;
            }
            if (world.faults.failNextLaunches > 0) {
                world.faults.failNextLaunches--;
                fail(task, "Container exited with status 1");
                return;
            }
            try {
                task.server = factory.start(task.app.id, task.slot, task.host, task.ports.get(0));
                status(task, "TASK_RUNNING");
                task.startedAt = world.now();
                task.app.failures = 0;
                world.after(world.timings.firstCheck(), () -> checker.check(task));
                reconcile(task.app);
            } catch (Exception e) {
                fail(task, e.toString());
            }
        }
    }

    /** The task ends by itself; the next launch waits for the back-off. */
    void fail(TaskState task, String message) {
        AppState app = task.app;
        status(task, "TASK_FAILED");
        remember(task, message);
        app.failures++;
        double backoff = app.field("backoffSeconds").asDouble(1)
                * Math.pow(app.field("backoffFactor").asDouble(1.15), app.failures - 1);
        double most = app.field("maxLaunchDelaySeconds").asDouble(300);
        Duration delay = Duration.ofMillis((long) (1000 * Math.min(backoff, most)));
        app.delayedUntil = world.now().plus(delay);
        world.after(delay, () -> {
            synchronized (world) {
                reconcile(app);
            }
        });
        end(task);
    }

    void remember(TaskState task, String message) {
        ObjectNode failure = Json.object()
                .put("appId", task.app.id)
                .put("taskId", task.id)
                .put("host", task.host)
                .put("state", task.state)
                .put("message", message)
                .put("slaveId", "5a1d-S" + task.slot)
                .put("timestamp", Json.time(world.now()))
                .put("version", Json.time(task.version));
        task.app.lastFailure = failure;
    }

    void kill(TaskState task) {
        if (!task.active()) {
            return;
        }
        status(task, "TASK_KILLING");
        world.after(world.timings.kill(), () -> {
            synchronized (world) {
                if (task.app.tasks.contains(task)) {
                    status(task, "TASK_KILLED");
                    end(task);
                }
            }
        });
    }

    private void end(TaskState task) {
        task.app.tasks.remove(task);
        slots.remove(task.slot);
        closeServer(task);
        world.apps.values().forEach(this::reconcile);
        reconcile(task.app);
    }

    /** Ends every task, those of deleted apps too. */
    void stop() {
        for (TaskState task : slots.values()) {
            task.state = "TASK_KILLED";
            closeServer(task);
        }
        slots.clear();
    }

    private static void closeServer(TaskState task) {
        try {
            if (task.server != null) {
                task.server.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the server of " + task.id + " does not close", e);
        }
    }

    private boolean finished(DeploymentState deployment, AppState app) {
        Instant now = world.now();
        if (deployment.foreignUntil() != null) {
            return !now.isBefore(deployment.foreignUntil());
        }
        boolean gone = !world.apps.containsValue(app);
        boolean done = gone
                ? app.tasks.isEmpty()
                : app.waiting() == 0 && app.tasks.stream().allMatch(t -> settled(t, deployment));
        if (done) {
            world.events.send("deployment_success", Json.object().put("id", deployment.id()));
        }
        return done;
    }

    /** A scale waits for the tasks that it started, not for the health of those before. */
    private static boolean settled(TaskState task, DeploymentState deployment) {
        boolean startedByIt = !task.stagedAt.isBefore(deployment.version());
        return task.active() && task.current() && (startedByIt ? task.healthy() : true);
    }

    private void status(TaskState task, String state) {
        task.state = state;
        ObjectNode event = Json.object()
                .put("slaveId", "5a1d-S" + task.slot)
                .put("taskId", task.id)
                .put("taskStatus", state)
                .put("appId", task.app.id)
                .put("host", task.host)
                .put("version", Json.time(task.version))
                .put("timestamp", Json.time(world.now()));
        world.events.send("status_update_event", event);
    }
}
