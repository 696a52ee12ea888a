package io.jenkins.plugins.cutover.translation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What Marathon itself would refuse. Such an app is not translated. The types and patterns are those of Marathon's API
 * definition (RAML); fields it does not know are not faults; they are reported as losses.
 */
final class AppRules {
    private static final Pattern ID = Pattern.compile("/?(([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9]|\\.\\.)([./]|$))+");
    private static final Pattern PORT_NAME = Pattern.compile("[a-z]([a-z0-9-]*[a-z0-9])?");
    private static final Pattern MARKER = Pattern.compile("\\{\\{\\s*#?/?\\s*[\\w.-]+[^}]*}}|\\{%.*%}");
    private static final String OPERATORS = "UNIQUE|CLUSTER|GROUP_BY|LIKE|UNLIKE|MAX_PER|IS";

    private final String prefix;
    private final List<String> faults = new ArrayList<>();

    private AppRules(String prefix) {
        this.prefix = prefix;
    }

    /** @return what is wrong, each with its path in the document; empty when Marathon would take the app */
    static List<String> faults(AppSource source) {
        AppRules rules = new AppRules(source.path());
        if (!source.app().isObject()) {
            rules.fault("", "is not an app: an object is needed");
            return rules.faults;
        }
        rules.types(source.app(), "", "");
        if (rules.faults.isEmpty()) {
            rules.whole(source.app());
        }
        return rules.faults;
    }

    private void fault(String path, String what) {
        String full = prefix.isEmpty() || path.isEmpty() ? prefix + path : prefix + "." + path;
        faults.add((full.isEmpty() ? "" : full + ": ") + what);
    }

    private void types(JsonNode node, String path, String pattern) {
        if (node.isNull()) {
            return;
        }
        String needed = FieldTypes.fault(pattern, node);
        if (!needed.isEmpty()) {
            fault(path, SecretMasking.value(path, node) + " is not " + needed);
            return;
        }
        if (node.isTextual()
                && !path.equals("cmd")
                && MARKER.matcher(node.asText()).find()) {
            fault(path, "holds a template marker that was not filled in");
        }
        node.fields()
                .forEachRemaining(
                        e -> types(e.getValue(), Field.join(path, e.getKey()), FieldTypes.below(pattern, e.getKey())));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            types(node.get(i), path + "[" + i + "]", pattern + "[]");
        }
    }

    private void whole(JsonNode app) {
        String id = app.path("id").asText();
        if (!ID.matcher(id).matches()) {
            fault("id", "\"" + id + "\" is not an app id: segments of a-z, 0-9 and - are needed");
        }
        JsonNode docker = app.path("container").path("docker");
        boolean cmd = app.hasNonNull("cmd");
        boolean args = !app.path("args").isEmpty();
        if (cmd && args) {
            fault("cmd", "cmd and args exclude each other");
        }
        if (docker.isObject() && !docker.hasNonNull("image")) {
            fault("container.docker.image", "is missing");
        } else if (!cmd && !args && !docker.hasNonNull("image")) {
            fault("", "has no cmd, no args and no container image: there is nothing to run");
        }
        oneOf(docker.path("network"), "container.docker.network", "BRIDGE|HOST|NONE|USER");
        oneOf(app.path("container").path("type"), "container.type", "MESOS|DOCKER");
        each(app.path("networks"), "networks", "mode", "container|container/bridge|host");
        each(app.path("healthChecks"), "healthChecks", "ipProtocol", "IPv4|IPv6");
        each(app.path("container").path("volumes"), "container.volumes", "mode", "RW|RO");
        each(
                app.path("healthChecks"),
                "healthChecks",
                "protocol",
                "HTTP|HTTPS|TCP|COMMAND|MESOS_HTTP|MESOS_HTTPS|MESOS_TCP");
        oneOf(app.path("killSelection"), "killSelection", "YOUNGEST_FIRST|OLDEST_FIRST");
        ports(app.path("container").path("portMappings"), "container.portMappings");
        ports(docker.path("portMappings"), "container.docker.portMappings");
        ports(app.path("portDefinitions"), "portDefinitions");
        ports(app.path("ipAddress").path("discovery").path("ports"), "ipAddress.discovery.ports");
        for (int i = 0; i < app.path("constraints").size(); i++) {
            constraint(app.path("constraints").get(i), "constraints[" + i + "]");
        }
    }

    private void each(JsonNode list, String path, String field, String allowed) {
        for (int i = 0; i < list.size(); i++) {
            oneOf(list.get(i).path(field), path + "[" + i + "]." + field, allowed);
        }
    }

    private void oneOf(JsonNode value, String path, String allowed) {
        if (!value.isMissingNode() && !value.isNull() && !value.asText().matches(allowed)) {
            fault(path, "\"" + value.asText() + "\" is not one of " + allowed.replace("|", ", "));
        }
    }

    private void ports(JsonNode ports, String path) {
        each(ports, path, "protocol", "tcp|udp|udp,tcp|tcp,udp");
        for (int i = 0; i < ports.size(); i++) {
            JsonNode name = ports.get(i).path("name");
            if (name.isTextual() && !PORT_NAME.matcher(name.asText()).matches()) {
                fault(
                        path + "[" + i + "].name",
                        "\"" + name.asText() + "\" is not a port name: a-z, 0-9 and -, a letter first");
            }
        }
    }

    private void constraint(JsonNode constraint, String path) {
        boolean shaped = constraint.size() == 2 || constraint.size() == 3;
        if (!shaped
                || !constraint.get(0).isTextual()
                || !constraint.get(1).asText().matches(OPERATORS)) {
            fault(path, "is not [field, operator, value] with an operator of " + OPERATORS.replace("|", ", "));
        }
    }
}
