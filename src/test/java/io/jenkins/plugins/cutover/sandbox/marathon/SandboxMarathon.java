package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * A Marathon on loopback: its v2 API over real HTTP, its locks, launches, health checks and back-off. Every task is a
 * real server on {@code 127.0.1.N:slotPort}; the lowest free N is used again, so that a HAProxy configuration written
 * beforehand finds the tasks. Where it differs from Marathon it is stricter: it refuses unknown fields.
 *
 * <p>Time is the clock's and the timer's. Faults are switched on while it runs.
 */
public final class SandboxMarathon implements AutoCloseable {
    private final World world;
    private final Launcher launcher;
    private final Authenticator authenticator = new Authenticator();
    private final Server server;

    /** @param slotPort the port of every task's server, 1 to 65,535; further ports of an app count up from it */
    public SandboxMarathon(
            Clock clock, ScheduledExecutorService timer, Timings timings, TaskFactory factory, int slotPort) {
        this.world = new World(clock, timer, timings, slotPort);
        this.launcher = new Launcher(world, factory);
        this.server = new Server(world, launcher, authenticator, 0);
    }

    /** The base of the v2 API. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** The same behind DC/OS's path. */
    public URI dcosUrl() {
        return url().resolve(Request.DCOS_PREFIX);
    }

    public void groupDependsOn(String group, String... others) {
        locked(() -> world.groupDependencies.put(group, List.of(others)));
    }

    /** Posts an app, as its owner did long ago. */
    public void create(String appJson) {
        locked(() -> {
            try {
                server.apps().create(Json.parse(appJson));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("not JSON", e);
            }
        });
    }

    /** The wanted instance count. */
    public int instances(String appId) {
        synchronized (world) {
            return server.apps().find(appId).instances();
        }
    }

    /** Where the app's healthy tasks answer: {@code 127.0.1.1:9000}, ... */
    public List<String> healthy(String appId) {
        synchronized (world) {
            return server.apps().find(appId).tasks.stream()
                    .filter(TaskState::healthy)
                    .map(t -> t.host + ":" + t.ports.get(0))
                    .sorted()
                    .toList();
        }
    }

    public boolean exists(String appId) {
        synchronized (world) {
            return world.apps.containsKey(appId);
        }
    }

    /** The present definition, as it was posted, with Marathon's defaults. */
    public ObjectNode definition(String appId) {
        synchronized (world) {
            return server.apps().find(appId).definition.deepCopy();
        }
    }

    /** Every call so far: {@code PATCH /v2/apps/orders?force=false {"instances":4}}. */
    public List<String> calls() {
        return server.calls();
    }

    // Logins

    public void requireBasic(String userAndPassword) {
        authenticator.requireBasic(userAndPassword);
    }

    /** Answers 401 without a token from {@code POST /acs/api/v1/auth/login}. */
    public void requireDcos(String uid, String password) {
        authenticator.requireDcos(uid, password);
    }

    public void expireTokens() {
        authenticator.expireTokens();
    }

    public int logins() {
        return authenticator.logins();
    }

    // Faults

    /** From the next change of an instance count on, another deployment locks the app for this time. */
    public void lockNextScale(Duration length) {
        locked(() -> world.faults.lockNextScale = length);
    }

    /** Another deployment locks the app after this call. */
    public void lock(String appId, Duration length) {
        locked(() -> server.apps().lock(server.apps().find(appId), length));
    }

    /** A leader election: 502 with an HTML page for this time (zero ends it); the health results are lost. */
    public void goneLeader(Duration length) {
        locked(() -> {
            world.faults.noLeaderUntil = until(length);
            world.apps.values().forEach(a -> a.tasks.forEach(t -> t.checks.clear()));
        });
    }

    /** A proxy's 503 page instead of every answer. */
    public void htmlErrors(Duration length) {
        locked(() -> world.faults.htmlUntil = until(length));
    }

    /** A login's page with status 200 instead of every answer. */
    public void loginPages(Duration length) {
        locked(() -> world.faults.pagesUntil = until(length));
    }

    /**
     * The next change is accepted, but its deployment disappears at once and launches nothing; after this time Marathon's
     * own reconciliation launches the missing tasks.
     */
    public void loseNextDeployment(Duration length) {
        locked(() -> world.faults.loseNextDeployment = length);
    }

    /** The API accepts requests and never answers. */
    public void hang(Duration length) {
        locked(() -> world.faults.hangUntil = until(length));
    }

    /** New tasks take this time from launch to running. */
    public void slowStart(Duration staging) {
        world.timings = world.timings.withStaging(staging);
    }

    /** The next {@code count} tasks fail when they start, and the launch back-off grows. */
    public void failNextLaunches(int count) {
        locked(() -> world.faults.failNextLaunches = count);
    }

    /** How many tasks fit, over all apps; the others wait in the queue. */
    public void agents(int count) {
        locked(() -> {
            world.faults.agents = count;
            world.apps.values().forEach(launcher::reconcile);
        });
    }

    /** Changes the instance count from outside, ignoring locks. */
    public void outsideScale(String appId, int instances) {
        outsideChange(appId, definition -> definition.put("instances", instances));
    }

    /** Changes the definition from outside, ignoring locks. */
    public void outsideChange(String appId, Consumer<ObjectNode> change) {
        locked(() -> {
            ObjectNode definition = server.apps().find(appId).definition.deepCopy();
            change.accept(definition);
            server.apps().update(appId, definition, false, false, true);
        });
    }

    public void outsideDelete(String appId) {
        locked(() -> server.apps().delete(appId, true));
    }

    /** The task in slot {@code index} (from 0) dies; Marathon starts another after the back-off. */
    public void crashTask(int index) {
        locked(() -> world.apps.values().stream()
                .flatMap(a -> a.tasks.stream())
                .filter(t -> t.slot == index)
                .toList()
                .forEach(t -> launcher.fail(t, "Container exited with status 137")));
    }

    /** Marathon's health checks of the task in slot {@code index} (from 0) fail, though its server answers. */
    public void unhealthy(int index, boolean sick) {
        String host = "127.0.1." + (index + 1);
        locked(() -> {
            if (sick) {
                world.faults.unhealthyHosts.add(host);
            } else {
                world.faults.unhealthyHosts.remove(host);
            }
        });
    }

    /** Stops the API and every task's server. */
    @Override
    public void close() {
        server.stop();
        locked(() -> {
            launcher.stop();
            world.apps.clear();
        });
    }

    private Instant until(Duration length) {
        return world.now().plus(length);
    }

    private void locked(Runnable work) {
        synchronized (world) {
            work.run();
        }
    }
}
