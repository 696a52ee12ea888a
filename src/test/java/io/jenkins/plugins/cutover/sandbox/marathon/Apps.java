package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Changes to apps, with the rule that a deployment in progress locks its app. To be called with the world's lock. */
final class Apps {
    private final World world;
    private final Launcher launcher;

    Apps(World world, Launcher launcher) {
        this.world = world;
        this.launcher = launcher;
    }

    AppState find(String id) {
        AppState app = world.apps.get(id);
        if (app == null) {
            throw ApiError.noApp(id);
        }
        return app;
    }

    DeploymentState create(JsonNode body) {
        Definitions.validate(body);
        String id = absolute(body.path("id").asText());
        if (world.apps.containsKey(id)) {
            throw ApiError.of(409, "An app with id [" + id + "] already exists.");
        }
        AppState app = new AppState(id);
        return apply(app, Definitions.complete(id, body), false, "StartApplication");
    }

    /** PATCH, and PUT when it may create. */
    DeploymentState update(String id, JsonNode body, boolean partial, boolean mayCreate, boolean force) {
        Definitions.validate(body);
        if (body.has("id") && !absolute(body.path("id").asText()).equals(id)) {
            throw ApiError.invalid(422, "Object is not valid", "/id", "An app's id can not be changed");
        }
        AppState app = world.apps.get(id);
        if (app == null) {
            if (!mayCreate) {
                throw ApiError.noApp(id);
            }
            return apply(new AppState(id), Definitions.complete(id, body), force, "StartApplication");
        }
        if (world.faults.lockNextScale != null && body.has("instances")) {
            lock(app, world.faults.lockNextScale);
            world.faults.lockNextScale = null;
        }
        ObjectNode wanted = wanted(app, body, partial);
        return apply(app, wanted, force, configChanged(app, wanted) ? "RestartApplication" : "ScaleApplication");
    }

    private ObjectNode wanted(AppState app, JsonNode body, boolean partial) {
        if (body.has("version")) {
            if (body.size() > (body.has("id") ? 2 : 1)) {
                throw ApiError.invalid(
                        422,
                        "Object is not valid",
                        "/",
                        "The 'version' field may only be combined with the 'id' field.");
            }
            return version(app, body.path("version").asText()).deepCopy();
        }
        if (!partial) {
            return Definitions.complete(app.id, body);
        }
        ObjectNode merged = app.definition.deepCopy();
        merged.setAll((ObjectNode) body);
        return Definitions.complete(app.id, merged);
    }

    ObjectNode version(AppState app, String version) {
        return app.versions.entrySet().stream()
                .filter(e -> Json.time(e.getKey()).equals(version))
                .findFirst()
                .orElseThrow(() -> ApiError.of(404, "App '" + app.id + "' does not exist in version " + version))
                .getValue();
    }

    DeploymentState delete(String id, boolean force) {
        AppState app = find(id);
        DeploymentState deployment = deploy(app, force, "StopApplication");
        world.apps.remove(id);
        List.copyOf(app.tasks).forEach(launcher::kill);
        app.definition.put("instances", 0);
        launcher.reconcile(app);
        return deployment;
    }

    /** @return the deployment that goes back, or null when the app just stays as it is (force) */
    DeploymentState cancel(String deploymentId, boolean force) {
        DeploymentState cancelled = world.deployments.stream()
                .filter(d -> d.id().equals(deploymentId))
                .findFirst()
                .orElseThrow(() -> ApiError.of(404, "DeploymentPlan " + deploymentId + " does not exist"));
        if (force) {
            world.deployments.remove(cancelled);
            return null;
        }
        if (cancelled.before() == null) {
            return delete(cancelled.appId(), true);
        }
        AppState app = world.apps.getOrDefault(cancelled.appId(), new AppState(cancelled.appId()));
        return apply(app, cancelled.before().deepCopy(), true, "ScaleApplication");
    }

    /** A deployment from outside that locks the app and changes nothing. */
    void lock(AppState app, Duration length) {
        Instant now = world.now();
        world.deployments.add(new DeploymentState(
                world.newId(), app, "RestartApplication", now, app.definition.deepCopy(), now.plus(length), now));
        world.after(length, () -> {
            synchronized (world) {
                launcher.reconcile(app);
            }
        });
    }

    private DeploymentState apply(AppState app, ObjectNode wanted, boolean force, String action) {
        boolean configChanged = app.definition == null || configChanged(app, wanted);
        DeploymentState deployment = deploy(app, force, action);
        app.define(wanted, deployment.version(), configChanged);
        world.apps.put(app.id, app);
        if (configChanged) {
            app.lastFailure = null;
        }
        if (world.faults.loseNextDeployment != null) {
            lose(app, deployment);
        }
        launcher.reconcile(app);
        return deployment;
    }

    private void lose(AppState app, DeploymentState deployment) {
        Duration length = world.faults.loseNextDeployment;
        world.faults.loseNextDeployment = null;
        world.deployments.remove(deployment);
        app.unseenUntil = world.now().plus(length);
        world.after(length, () -> {
            synchronized (world) {
                launcher.reconcile(app);
            }
        });
    }

    private DeploymentState deploy(AppState app, boolean force, String action) {
        launcher.reconcile(app.definition == null ? empty(app) : app); // releases expired locks
        List<String> locks = world.locks(app.id);
        if (!locks.isEmpty() && !force) {
            throw ApiError.locked(locks);
        }
        world.deployments.removeIf(d -> d.appId().equals(app.id));
        locks.forEach(id -> world.events.send("deployment_failed", Json.object().put("id", id)));
        Instant version = world.newVersion();
        ObjectNode before = app.lastConfigChangeAt == null ? null : app.definition.deepCopy();
        DeploymentState deployment = new DeploymentState(
                world.newId(), app, action, version, before, null, world.now().plus(world.timings.listing()));
        world.deployments.add(deployment);
        world.events.send("deployment_info", Json.object().set("plan", deployment.json()));
        return deployment;
    }

    private static AppState empty(AppState app) {
        app.definition = Json.object().put("instances", 0);
        return app;
    }

    private static boolean configChanged(AppState app, ObjectNode wanted) {
        return !wanted.deepCopy()
                .without("instances")
                .equals(app.definition.deepCopy().without("instances"));
    }

    private static String absolute(String id) {
        return id.startsWith("/") ? id : "/" + id;
    }
}
