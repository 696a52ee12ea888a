package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the real API server refuses, with its messages: the part of its validation that matters to this project. */
final class Validation {
    private static final String SUBDOMAIN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final Set<String> DEPLOYMENT_LIKE = Set.of("deployments", "statefulsets", "replicasets");

    private Validation() {}

    static void check(Kind kind, ObjectNode before, ObjectNode object) {
        String name = object.path("metadata").path("name").asText();
        checkName(kind, name);
        if (kind.plural().equals("configmaps") || kind.plural().equals("secrets")) {
            checkContents(kind, name, before, object);
        }
        if (DEPLOYMENT_LIKE.contains(kind.plural())) {
            checkTemplate(kind, name, object.path("spec"));
            if (before != null && kind.plural().equals("statefulsets")) {
                checkFixed(
                        kind,
                        name,
                        before.path("spec").deepCopy(),
                        object.path("spec").deepCopy());
            } else if (before != null
                    && !before.path("spec")
                            .path("selector")
                            .equals(object.path("spec").path("selector"))) {
                throw ApiFault.invalid(
                        kind,
                        name,
                        "spec.selector",
                        "Invalid value: " + object.path("spec").path("selector") + ": field is immutable");
            }
        }
    }

    private static void checkFixed(Kind kind, String name, JsonNode before, JsonNode after) {
        for (JsonNode spec : List.of(before, after)) {
            ((ObjectNode) spec).remove(Set.of("replicas", "template", "updateStrategy"));
        }
        if (!before.equals(after)) {
            throw ApiFault.invalid(
                    kind,
                    name,
                    "spec",
                    "Forbidden: updates to statefulset spec for fields other than 'replicas', 'template', and"
                            + " 'updateStrategy' are forbidden");
        }
    }

    /** Of ConfigMaps and Secrets: a mebibyte at most, and nothing changes what was made immutable. */
    private static void checkContents(Kind kind, String name, ObjectNode before, ObjectNode object) {
        int size = 0;
        for (String field : List.of("data", "binaryData")) {
            for (JsonNode value : object.path(field)) {
                boolean packed = field.equals("binaryData") || kind.plural().equals("secrets");
                size += packed
                        ? value.asText().length() / 4 * 3
                        : value.asText().length();
            }
            if (before != null
                    && before.path("immutable").asBoolean()
                    && !before.path(field).equals(object.path(field))) {
                throw ApiFault.invalid(kind, name, field, "Forbidden: field is immutable when `immutable` is set");
            }
        }
        if (size > 1 << 20) {
            throw ApiFault.invalid(kind, name, "[]", "Too long: must have at most 1048576 bytes");
        }
    }

    private static void checkName(Kind kind, String name) {
        boolean service = kind.plural().equals("services");
        String rule = service ? LABEL_1035 : SUBDOMAIN;
        int max = service ? 63 : 253;
        if (!name.matches(rule) || name.length() > max) {
            String said = service
                    ? "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
                            + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
                            + " 'abc-123', regex used for validation is '" + rule + "')"
                    : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.',"
                            + " and must start and end with an alphanumeric character (e.g. 'example.com', regex used"
                            + " for validation is '" + rule + "')";
            throw ApiFault.invalid(kind, name, "metadata.name", "Invalid value: \"" + name + "\": " + said);
        }
    }

    private static void checkTemplate(Kind kind, String name, JsonNode spec) {
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        JsonNode wanted = spec.path("selector").path("matchLabels");
        if (wanted.isEmpty() && spec.path("selector").path("matchExpressions").isEmpty()) {
            throw ApiFault.invalid(kind, name, "spec.selector", "Required value");
        }
        wanted.fields().forEachRemaining(entry -> {
            if (!entry.getValue().equals(labels.path(entry.getKey()))) {
                throw ApiFault.invalid(
                        kind,
                        name,
                        "spec.template.metadata.labels",
                        "Invalid value: " + labels + ": `selector` does not match template `labels`");
            }
        });
        JsonNode containers = spec.path("template").path("spec").path("containers");
        if (containers.isEmpty()) {
            throw ApiFault.invalid(kind, name, "spec.template.spec.containers", "Required value");
        }
        for (int i = 0; i < containers.size(); i++) {
            for (String field : List.of("name", "image")) {
                if (containers.get(i).path(field).asText().isEmpty()) {
                    throw ApiFault.invalid(
                            kind, name, "spec.template.spec.containers[" + i + "]." + field, "Required value");
                }
            }
        }
    }

    /** @return the path of a field that the kind does not have */
    static Optional<String> unknownField(Kind kind, ObjectNode object) {
        return unknown("", object, Store.JSON.constructType(kind.model()));
    }

    private static Optional<String> unknown(String path, JsonNode value, JavaType type) {
        if (value.isArray() && type.isCollectionLikeType()) {
            for (int i = 0; i < value.size(); i++) {
                Optional<String> found = unknown(path + "[" + i + "]", value.get(i), type.getContentType());
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        if (!value.isObject() || !structured(type)) {
            return Optional.empty();
        }
        Map<String, JavaType> known = new java.util.HashMap<>();
        for (BeanPropertyDefinition field :
                Store.JSON.getDeserializationConfig().introspect(type).findProperties()) {
            known.put(field.getName(), field.getPrimaryType());
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            JavaType of = known.get(entry.getKey());
            Optional<String> found = of == null
                    ? Optional.of(path + "." + entry.getKey())
                    : unknown(path + "." + entry.getKey(), entry.getValue(), of);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean structured(JavaType type) {
        return type.isTypeOrSubTypeOf(KubernetesResource.class)
                && !type.isTypeOrSubTypeOf(IntOrString.class)
                && !type.isTypeOrSubTypeOf(Quantity.class)
                && !type.isAbstract();
    }
}
