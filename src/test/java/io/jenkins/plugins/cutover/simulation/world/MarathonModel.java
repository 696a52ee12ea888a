package io.jenkins.plugins.cutover.simulation.world;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.Task;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.simulation.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Marathon and one app on it: tasks are staged, run, and pass their check one after the other; a change of the count is
 * a deployment, and while one runs another change is refused. Task number {@code i} is HAProxy's server {@code mesos i};
 * after {@code n} redeployments it is {@code mesos n00i}.
 */
public final class MarathonModel {
    /** A value of the app's environment: only the definition in the record may contain it. */
    public static final String SECRET = "planted-hunter2";

    private static final Duration CHECKED = Duration.ofMillis(600);
    private static final Duration ENDS_AFTER = Duration.ofMillis(500);
    private static final int GENERATION = 1000;

    private final VirtualTime time;
    private final String app;
    private final Map<Integer, TaskModel> tasks = new TreeMap<>();
    private final List<TaskModel> leaving = new ArrayList<>();
    private final Map<Integer, Integer> generations = new TreeMap<>();
    private Duration staging = Duration.ofMillis(800);
    private boolean exists = true;
    private int instances;
    private int previousInstances;
    private int deployments;
    private long lockedUntil = -1;
    private long awayUntil = -1;
    private long heldBackUntil = -1;
    private Duration changedFromOutside;

    /** One task; {@code running} and {@code healthy} come with time. */
    private static final class TaskModel {
        private final int server;
        private boolean running;
        private boolean healthy;
        private boolean gone;

        TaskModel(int server) {
            this.server = server;
        }
    }

    MarathonModel(VirtualTime time, String app, int instances) {
        this.time = time;
        this.app = app;
        this.instances = instances;
        for (int i = 1; i <= instances; i++) {
            TaskModel task = new TaskModel(i);
            task.running = true;
            task.healthy = true;
            tasks.put(i, task);
        }
    }

    public boolean exists() {
        return exists;
    }

    public int instances() {
        return instances;
    }

    /** The instance count before the last change. */
    public int previousInstances() {
        return previousInstances;
    }

    public int healthy() {
        return (int) tasks.values().stream().filter(t -> t.healthy).count();
    }

    /** Whether a task answers behind HAProxy's server with this number. */
    boolean alive(int server) {
        return Stream.concat(tasks.values().stream(), leaving.stream()).anyMatch(t -> t.server == server && t.running);
    }

    /** The number of the task's server in HAProxy's file. */
    int server(int number) {
        return GENERATION * generations.getOrDefault(number, 0) + number;
    }

    /**
     * A deployment replaces the tasks up to this number by others. Once they are healthy HAProxy gets their servers, and
     * the old tasks end.
     *
     * @param regenerated writes HAProxy's file and reloads it
     */
    void redeploy(int last, Runnable regenerated) {
        deployments++;
        time.after(staging.plus(CHECKED), () -> {
            if (exists) {
                tasks.entrySet().stream()
                        .filter(e -> e.getKey() <= last && e.getValue().running)
                        .forEach(this::replace);
                regenerated.run();
                time.after(ENDS_AFTER, leaving::clear);
            }
            finishDeployment();
        });
    }

    private void replace(Map.Entry<Integer, TaskModel> task) {
        generations.merge(task.getKey(), 1, Integer::sum);
        TaskModel fresh = new TaskModel(server(task.getKey()));
        fresh.running = true;
        fresh.healthy = !isAway();
        leaving.add(task.getValue());
        task.setValue(fresh);
    }

    /** Changes the instance count from outside. */
    public void outsideScale(int wanted) {
        changedFromOutside = time.elapsed();
        scaleTo(wanted);
    }

    /** When the app was last changed from outside; null for never. */
    public Duration changedFromOutside() {
        return changedFromOutside;
    }

    public boolean wasAwaySince(Duration moment) {
        return awayUntil > moment.toNanos();
    }

    /** How long a new task takes from launch to running. */
    public void staging(Duration duration) {
        staging = duration;
    }

    /** Marathon has no leader, or it is unreachable. */
    public void away(Duration duration) {
        awayUntil = nanos() + duration.toNanos();
        // Health results live in the leader's memory.
        tasks.values().forEach(t -> t.healthy = false);
        time.after(duration.plus(CHECKED), () -> {
            if (!isAway()) {
                tasks.values().forEach(t -> t.healthy = t.running);
            }
        });
    }

    public boolean isAway() {
        return nanos() < awayUntil;
    }

    /** A deployment from outside locks the app. */
    public void lock(Duration duration) {
        lockedUntil = nanos() + duration.toNanos();
    }

    /** Launches are held back after failures until this is over, or cleared. */
    public void holdBack(Duration duration) {
        heldBackUntil = nanos() + duration.toNanos();
    }

    boolean clearDelay() {
        boolean waited = heldBackUntil > nanos();
        heldBackUntil = -1;
        return waited;
    }

    Duration delay() {
        return Duration.ofNanos(Math.max(0, heldBackUntil - nanos()));
    }

    int waiting() {
        return exists ? Math.max(0, instances - tasks.size()) : 0;
    }

    boolean locked() {
        return nanos() < lockedUntil || deployments > 0;
    }

    /** Changes the instance count, from inside or outside the cutover. */
    public void scaleTo(int wanted) {
        previousInstances = instances;
        instances = wanted;
        deployments++;
        tasks.keySet().stream().filter(i -> i > wanted).toList().forEach(this::remove);
        launchMissing();
        finishDeployment();
    }

    /** Deletes the app from outside. */
    public void outsideDestroy() {
        changedFromOutside = time.elapsed();
        destroy();
    }

    /** It answers again, and nothing is held back. */
    public void heal() {
        lockedUntil = -1;
        heldBackUntil = -1;
        awayUntil = -1;
        tasks.values().forEach(t -> t.healthy = t.running);
    }

    void destroy() {
        exists = false;
        instances = 0;
        List.copyOf(tasks.keySet()).forEach(this::remove);
    }

    void create(int wanted) {
        instances = exists ? instances : 0;
        exists = true;
        scaleTo(wanted);
    }

    /** A task dies; Marathon starts another in its place. */
    public void kill(int number) {
        if (tasks.containsKey(number)) {
            remove(number);
            launchMissing();
        }
    }

    private void remove(int number) {
        TaskModel task = tasks.remove(number);
        task.gone = true;
    }

    private void launchMissing() {
        if (delay().compareTo(Duration.ZERO) > 0) {
            time.after(Duration.ofMillis(300), this::launchMissing);
            return;
        }
        for (int i = 1; i <= instances; i++) {
            if (!tasks.containsKey(i)) {
                launch(i);
            }
        }
    }

    private void launch(int number) {
        TaskModel task = new TaskModel(server(number));
        tasks.put(number, task);
        time.after(staging, () -> {
            task.running = !task.gone;
            time.after(CHECKED, () -> task.healthy = task.running && !task.gone && !isAway());
        });
    }

    private void finishDeployment() {
        if (healthy() >= instances || deployments > 1) {
            deployments--;
        } else {
            time.after(Duration.ofMillis(200), this::finishDeployment);
        }
    }

    App app(Instant now) {
        return new App(
                app,
                instances,
                new App.Counts(0, tasks.size(), healthy(), 0),
                1,
                tasks.entrySet().stream()
                        .map(e -> task(e.getKey(), e.getValue()))
                        .toList(),
                locked() ? List.of("deployment-1") : List.of(),
                "v1",
                null,
                null,
                null,
                definition());
    }

    private static Task task(int number, TaskModel task) {
        return new Task(
                "task." + number,
                "10.1.0." + number,
                task.running ? "TASK_RUNNING" : "TASK_STAGING",
                null,
                null,
                List.of(new Endpoint("10.1.0." + number, 31000)),
                task.healthy ? List.of(new Task.Health(true, 0, "")) : List.of());
    }

    private JsonNode definition() {
        return Json.mapper()
                .createObjectNode()
                .put("id", app)
                .put("instances", instances)
                .set("env", Json.mapper().createObjectNode().put("DB_PASSWORD", SECRET));
    }

    private long nanos() {
        return time.elapsed().toNanos();
    }
}
