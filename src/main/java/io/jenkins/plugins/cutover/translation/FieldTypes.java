package io.jenkins.plugins.cutover.translation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The types of an app's fields, by path with array positions left out, as Marathon's API definition has them. */
final class FieldTypes {
    /** Objects whose keys the user chooses. */
    private static final Set<String> MAPS = Set.of("labels", "secrets");

    private static final Map<String, Type> TYPES = new HashMap<>();

    private record Type(String words, Predicate<JsonNode> fits) {}

    static {
        types("a string", JsonNode::isTextual, """
                id user executor role killSelection args[] uris[] dependencies[] acceptedResourceRoles[]
                labels.* secrets.*.source networks[].name fetch[].uri healthChecks[].path
                container.docker.parameters[].key container.docker.parameters[].value
                container.volumes[].hostPath container.volumes[].secret
                container.volumes[].external.name container.volumes[].external.provider""");
        types("a string that is not empty", n -> n.isTextual() && !n.asText().isEmpty(), """
                cmd container.docker.image healthChecks[].command.value container.volumes[].containerPath""");
        types("a whole number of 0 or more", FieldTypes::isCount, """
                instances gpus maxLaunchDelaySeconds taskKillGracePeriodSeconds
                healthChecks[].gracePeriodSeconds healthChecks[].intervalSeconds healthChecks[].timeoutSeconds
                healthChecks[].maxConsecutiveFailures healthChecks[].portIndex healthChecks[].delaySeconds
                container.volumes[].persistent.size""");
        types("a port from 0 to 65535", n -> isCount(n) && n.asInt() <= 65_535, """
                ports[] portDefinitions[].port healthChecks[].port ipAddress.discovery.ports[].number
                container.portMappings[].containerPort container.portMappings[].hostPort
                container.portMappings[].servicePort container.docker.portMappings[].containerPort
                container.docker.portMappings[].hostPort container.docker.portMappings[].servicePort""");
        types("a number of 0 or more", n -> n.isNumber() && n.decimalValue().signum() >= 0, """
                cpus mem disk backoffSeconds backoffFactor""");
        types("a number from 0 to 1", n -> n.isNumber() && n.asDouble() >= 0 && n.asDouble() <= 1, """
                upgradeStrategy.minimumHealthCapacity upgradeStrategy.maximumOverCapacity""");
        types("true or false", JsonNode::isBoolean, """
                requirePorts tty container.docker.privileged container.docker.forcePullImage
                healthChecks[].ignoreHttp1xx fetch[].extract fetch[].executable fetch[].cache""");
        types("an object", JsonNode::isObject, """
                env labels secrets container container.docker upgradeStrategy ipAddress networks[] portDefinitions[]
                healthChecks[] healthChecks[].command readinessChecks[] fetch[] container.volumes[]
                container.volumes[].persistent container.volumes[].external container.portMappings[]
                container.docker.portMappings[] container.docker.parameters[]""");
        types("a list", JsonNode::isArray, """
                args constraints constraints[] dependencies fetch uris healthChecks networks portDefinitions ports
                readinessChecks container.volumes container.portMappings container.docker.portMappings
                container.docker.parameters acceptedResourceRoles""");
    }

    private FieldTypes() {}

    private static void types(String words, Predicate<JsonNode> fits, String paths) {
        for (String path : paths.strip().split("\\s+")) {
            TYPES.put(path, new Type(words, fits));
        }
    }

    private static boolean isCount(JsonNode node) {
        return node.isNumber() && node.canConvertToInt() && node.canConvertToExactIntegral() && node.asInt() >= 0;
    }

    /** @return what the value should be; empty when it is valid, or when the field is unknown */
    static String fault(String pattern, JsonNode value) {
        Type type = TYPES.get(pattern);
        return type == null || type.fits.test(value) ? "" : type.words;
    }

    /** The pattern of a field below another. */
    static String below(String pattern, String name) {
        if (MAPS.contains(pattern)) {
            return pattern + ".*";
        }
        return pattern.isEmpty() ? name : pattern + "." + name;
    }
}
