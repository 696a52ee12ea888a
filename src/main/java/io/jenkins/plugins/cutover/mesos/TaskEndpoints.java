package io.jenkins.plugins.cutover.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses of a task. With host or bridge networking: the agent and the ports that Mesos assigned. On a container
 * network: the task's own address and the ports that the container listens on.
 */
final class TaskEndpoints {
    private TaskEndpoints() {}

    static List<Endpoint> of(JsonNode app, JsonNode task) {
        if (!onContainerNetwork(app)) {
            return endpoints(task.path("host").asText(), task.path("ports"), "");
        }
        return endpoints(address(task), containerPorts(app), mappings(app).isArray() ? "containerPort" : "number");
    }

    static boolean hasMappings(JsonNode app) {
        return !mappings(app).isEmpty();
    }

    private static List<Endpoint> endpoints(String host, JsonNode ports, String field) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (JsonNode each : ports) {
            int port = (field.isEmpty() ? each : each.path(field)).asInt();
            if (host.isEmpty() || port == 0) {
                break; // an unknown port must not shift those after it to a wrong index
            }
            endpoints.add(new Endpoint(host, port));
        }
        return endpoints;
    }

    private static boolean onContainerNetwork(JsonNode app) {
        JsonNode networks = app.path("networks");
        if (!networks.isEmpty()) {
            return networks.path(0).path("mode").asText("container").equals("container");
        }
        return app.path("container").path("docker").path("network").asText().equals("USER")
                || app.path("ipAddress").isObject();
    }

    private static JsonNode containerPorts(JsonNode app) {
        JsonNode mappings = mappings(app);
        return mappings.isArray()
                ? mappings
                : app.path("ipAddress").path("discovery").path("ports");
    }

    private static JsonNode mappings(JsonNode app) {
        JsonNode container = app.path("container");
        JsonNode mappings = container.path("portMappings");
        return mappings.isArray() ? mappings : container.path("docker").path("portMappings");
    }

    private static String address(JsonNode task) {
        return task.path("ipAddresses").path(0).path("ipAddress").asText();
    }
}
