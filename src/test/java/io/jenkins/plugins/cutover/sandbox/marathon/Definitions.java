package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The fields of an app's JSON, and Marathon's defaults. Stricter than Marathon: it refuses every unknown field. */
final class Definitions {
    private static final Pattern ID = Pattern.compile("/?(([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])([./]|$))+");
    private static final Set<String> NUMBERS = Set.of(
            "cpus",
            "mem",
            "disk",
            "backoffSeconds",
            "backoffFactor",
            "maxLaunchDelaySeconds",
            "taskKillGracePeriodSeconds");
    private static final Set<String> INTEGERS = Set.of("instances", "gpus");
    private static final Set<String> TEXTS =
            Set.of("id", "cmd", "executor", "killSelection", "role", "user", "version");
    private static final Set<String> BOOLEANS = Set.of("requirePorts", "tty");
    private static final Set<String> OBJECTS = Set.of(
            "container",
            "env",
            "labels",
            "secrets",
            "upgradeStrategy",
            "resourceLimits",
            "residency",
            "ipAddress",
            "check");
    private static final Set<String> ARRAYS = Set.of(
            "args",
            "constraints",
            "dependencies",
            "fetch",
            "uris",
            "healthChecks",
            "networks",
            "portDefinitions",
            "ports",
            "readinessChecks",
            "acceptedResourceRoles");
    private static final Set<String> ANY = Set.of("unreachableStrategy");

    private Definitions() {}

    /** @throws ApiError 422 as Marathon's */
    static void validate(JsonNode body) {
        if (!body.isObject()) {
            throw ApiError.invalid(400, "Invalid JSON", "", "error.expected.jsobject");
        }
        for (Iterator<Map.Entry<String, JsonNode>> i = body.fields(); i.hasNext(); ) {
            Map.Entry<String, JsonNode> field = i.next();
            String error = field.getValue().isNull() ? "" : error(field.getKey(), field.getValue());
            if (!error.isEmpty()) {
                throw ApiError.invalid(422, "Invalid JSON", "/" + field.getKey(), error);
            }
        }
        both(body, "uris", "fetch");
        both(body, "ports", "portDefinitions");
        both(body, "cmd", "args");
    }

    private static void both(JsonNode body, String one, String other) {
        if (!body.path(one).isEmpty() && !body.path(other).isEmpty()) {
            throw ApiError.invalid(
                    422, "Object is not valid", "/", "AppDefinition can only contain one of " + one + " and " + other);
        }
    }

    private static String error(String name, JsonNode value) {
        if (NUMBERS.contains(name)) {
            return !value.isNumber() ? "error.expected.jsnumber" : value.asDouble() < 0 ? "error.min" : "";
        }
        if (INTEGERS.contains(name)) {
            return !value.isIntegralNumber() ? "error.expected.jsnumber" : value.asInt() < 0 ? "error.min" : "";
        }
        if (TEXTS.contains(name)) {
            boolean fits = value.isTextual()
                    && (!name.equals("id") || ID.matcher(value.asText()).matches());
            return fits ? "" : value.isTextual() ? "error.pattern" : "error.expected.jsstring";
        }
        if (BOOLEANS.contains(name)) {
            return value.isBoolean() ? "" : "error.expected.jsboolean";
        }
        if (OBJECTS.contains(name)) {
            return value.isObject() ? "" : "error.expected.jsobject";
        }
        if (ARRAYS.contains(name)) {
            return value.isArray() ? "" : "error.expected.jsarray";
        }
        return ANY.contains(name) ? "" : "error.unknown.field";
    }

    /** A complete definition with Marathon's defaults. */
    static ObjectNode complete(String id, JsonNode body) {
        ObjectNode full = Json.object()
                .put("id", id)
                .put("backoffFactor", 1.15)
                .put("backoffSeconds", 1)
                .put("cpus", 1)
                .put("disk", 0)
                .put("executor", "")
                .put("instances", 1)
                .put("maxLaunchDelaySeconds", 300)
                .put("mem", 128)
                .put("gpus", 0)
                .put("requirePorts", false)
                .put("killSelection", "YOUNGEST_FIRST");
        full.set("upgradeStrategy", Json.object().put("maximumOverCapacity", 1).put("minimumHealthCapacity", 1));
        full.set("networks", Json.array().add(Json.object().put("mode", "host")));
        full.setAll((ObjectNode) body);
        full.put("id", id);
        completeChecks(full);
        return full;
    }

    private static void completeChecks(ObjectNode full) {
        if (!(full.path("healthChecks") instanceof ArrayNode checks)) {
            return;
        }
        ArrayNode completed = Json.array();
        for (JsonNode check : checks) {
            ObjectNode each = Json.object()
                    .put("gracePeriodSeconds", 300)
                    .put("intervalSeconds", 60)
                    .put("maxConsecutiveFailures", 3)
                    .put("timeoutSeconds", 20)
                    .put("delaySeconds", 15)
                    .put("protocol", "HTTP")
                    .put("ipProtocol", "IPv4");
            completed.add(each.setAll((ObjectNode) check));
        }
        full.set("healthChecks", completed);
    }

    static int portCount(ObjectNode definition) {
        JsonNode container = definition.path("container");
        for (JsonNode ports : List.of(
                container.path("portMappings"),
                container.path("docker").path("portMappings"),
                definition.path("portDefinitions"),
                definition.path("ports"))) {
            if (!ports.isEmpty()) {
                return ports.size();
            }
        }
        return 0;
    }
}
