package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The v2 API: which call does what. To be called with the world's lock. */
final class Routes {
    private static final Pattern APP = Pattern.compile("/v2/apps/(.+?)(?:/(tasks|versions)(?:/([^/]+))?|/(restart))?");
    private static final Pattern DELAY = Pattern.compile("/v2/queue/(.+)/delay");

    private final World world;
    private final Apps apps;
    private final Launcher launcher;
    private final String leader;

    Routes(World world, Launcher launcher, String leader) {
        this.world = world;
        this.apps = new Apps(world, launcher);
        this.launcher = launcher;
        this.leader = leader;
    }

    Apps apps() {
        return apps;
    }

    /** @param deploymentId goes into a header; null for none */
    record Answer(int status, JsonNode body, String deploymentId) {
        static Answer ok(JsonNode body) {
            return new Answer(200, body, null);
        }
    }

    Answer answer(Request request) {
        String path = request.path();
        if (path.equals("/v2/apps")) {
            return allApps(request);
        }
        Matcher app = APP.matcher(path);
        if (app.matches()) {
            return app(request, "/" + app.group(1), app.group(2), app.group(3), app.group(4));
        }
        Matcher delay = DELAY.matcher(path);
        if (delay.matches()) {
            only(request, "DELETE");
            return clearDelay("/" + delay.group(1));
        }
        if (path.startsWith("/v2/deployments/")) {
            only(request, "DELETE");
            DeploymentState back =
                    apps.cancel(path.substring("/v2/deployments/".length()), request.flag("force", false));
            return back == null ? new Answer(202, null, null) : deployed(200, back);
        }
        return read(request, path);
    }

    private Answer read(Request request, String path) {
        ObjectNode body = Json.object();
        switch (path) {
            case "/v2/deployments" -> {
                only(request, "GET");
                return Answer.ok(deployments());
            }
            case "/v2/groups" -> {
                only(request, "GET");
                return Answer.ok(new Groups(world)
                        .root(request.query().getOrDefault("embed", List.of("group.groups", "group.apps"))));
            }
            case "/v2/queue" -> body.set("queue", QueueJson.of(world));
            case "/v2/leader" -> body.put("leader", leader);
            case "/v2/info" ->
                body.put("name", "marathon")
                        .put("version", "1.11.24")
                        .put("elected", true)
                        .put("leader", leader)
                        .put("frameworkId", "5a1d-0000");
            default -> throw ApiError.of(500, "URI not found");
        }
        only(request, "GET");
        return Answer.ok(body);
    }

    private Answer allApps(Request request) {
        if (request.method().equals("POST")) {
            DeploymentState created = apps.create(request.json());
            return new Answer(201, world.apps.get(created.appId()).json(List.of(created.id())), created.id());
        }
        only(request, "GET");
        List<String> embed = request.query().getOrDefault("embed", List.of());
        ArrayNode all = Json.array();
        for (AppState app : world.apps.values()) {
            ObjectNode json = app.json(world.listedDeployments(app.id));
            if (!embed.contains("apps.counts")) {
                json.remove(List.of("tasksStaged", "tasksRunning", "tasksHealthy", "tasksUnhealthy"));
            }
            if (!embed.contains("apps.deployments")) {
                json.remove("deployments");
            }
            if (embed.contains("apps.tasks")) {
                json.set("tasks", app.tasksJson());
            }
            if (embed.contains("apps.lastTaskFailure") && app.lastFailure != null) {
                json.set("lastTaskFailure", app.lastFailure);
            }
            all.add(json);
        }
        return Answer.ok(Json.object().set("apps", all));
    }

    private Answer app(Request request, String id, String part, String item, String restart) {
        if (restart != null) {
            throw ApiError.of(405, "Method Not Allowed");
        }
        if (part != null) {
            return part.equals("tasks") ? tasks(request, id, item) : versions(request, id, item);
        }
        boolean force = request.flag("force", request.method().equals("DELETE"));
        return switch (request.method()) {
            case "GET" -> Answer.ok(Json.object().set("app", apps.find(id).fullJson(world.listedDeployments(id))));
            case "PATCH" -> deployed(200, apps.update(id, request.json(), true, false, force));
            case "PUT" -> {
                boolean isNew = !world.apps.containsKey(id);
                yield deployed(
                        isNew ? 201 : 200,
                        apps.update(id, request.json(), request.flag("partialUpdate", true), true, force));
            }
            case "DELETE" -> deployed(200, apps.delete(id, force));
            default -> throw ApiError.of(405, "Method Not Allowed");
        };
    }

    private Answer tasks(Request request, String id, String taskId) {
        AppState app = apps.find(id);
        if (request.method().equals("GET") && taskId == null) {
            return Answer.ok(Json.object().set("tasks", app.tasksJson()));
        }
        only(request, "DELETE");
        boolean scale = request.flag("scale", false);
        if (scale && request.flag("wipe", false)) {
            throw ApiError.of(400, "You cannot use scale and wipe at the same time.");
        }
        String host = request.query().getOrDefault("host", List.of("*")).get(0);
        List<TaskState> killed = app.tasks.stream()
                .filter(t -> taskId == null ? host.equals("*") || t.host.equals(host) : t.id.equals(taskId))
                .toList();
        if (taskId != null && killed.isEmpty()) {
            throw ApiError.of(404, "Task '" + taskId + "' does not exist");
        }
        if (scale) {
            ObjectNode fewer = Json.object().put("instances", Math.max(0, app.instances() - killed.size()));
            DeploymentState deployment = apps.update(id, fewer, true, false, request.flag("force", false));
            killed.forEach(launcher::kill);
            return deployed(200, deployment);
        }
        ArrayNode json = Json.array();
        killed.forEach(t -> json.add(t.json()));
        killed.forEach(launcher::kill);
        launcher.reconcile(app);
        return Answer.ok(
                taskId == null
                        ? Json.object().set("tasks", json)
                        : Json.object().set("task", json.get(0)));
    }

    private Answer versions(Request request, String id, String version) {
        only(request, "GET");
        AppState app = apps.find(id);
        if (version != null) {
            return Answer.ok(apps.version(app, version));
        }
        ArrayNode all = Json.array();
        app.versions.descendingKeySet().forEach(v -> all.add(Json.time(v)));
        return Answer.ok(Json.object().set("versions", all));
    }

    private ArrayNode deployments() {
        Instant now = world.now();
        ArrayNode all = Json.array();
        world.deployments.stream().filter(d -> !d.listedFrom().isAfter(now)).forEach(d -> all.add(d.json()));
        return all;
    }

    private Answer clearDelay(String id) {
        AppState app = world.apps.get(id);
        if (app == null || app.waiting() == 0) {
            throw ApiError.of(404, "Application " + id + " not found in tasks queue.");
        }
        app.delayedUntil = Instant.MIN;
        launcher.reconcile(app);
        return new Answer(204, null, null);
    }

    private static Answer deployed(int status, DeploymentState deployment) {
        return new Answer(
                status,
                Json.object().put("version", Json.time(deployment.version())).put("deploymentId", deployment.id()),
                deployment.id());
    }

    private static void only(Request request, String method) {
        if (!request.method().equals(method)) {
            throw ApiError.of(405, "Method Not Allowed");
        }
    }
}
