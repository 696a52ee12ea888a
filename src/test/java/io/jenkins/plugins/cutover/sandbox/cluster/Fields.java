package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fields as server-side apply counts them: a path of {@code f:name} and {@code k:{"key":"value"}} steps (FieldsV1). A
 * list of known keys is a list of things, each with its own owner; any other list is one value. Keys as in the
 * upstream API's {@code x-kubernetes-list-map-keys}.
 */
final class Fields {
    private static final Map<String, List<String>> KEYS = Map.of(
            "containers", List.of("name"),
            "initContainers", List.of("name"),
            "env", List.of("name"),
            "volumes", List.of("name"),
            "imagePullSecrets", List.of("name"),
            "volumeMounts", List.of("mountPath"),
            "hostAliases", List.of("ip"),
            "topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable"),
            "ownerReferences", List.of("uid"));

    /** Written by the server; they have no owner. */
    private static final Set<String> SERVER_METADATA = Set.of(
            "name",
            "namespace",
            "uid",
            "creationTimestamp",
            "generation",
            "resourceVersion",
            "managedFields",
            "selfLink",
            "deletionTimestamp");

    private Fields() {}

    /** Every field with its value. A thing in a list counts itself as a field, without a value. */
    static Map<List<String>, JsonNode> of(JsonNode object) {
        Map<List<String>, JsonNode> fields = new LinkedHashMap<>();
        object.fields().forEachRemaining(entry -> {
            if (!Set.of("apiVersion", "kind", "status").contains(entry.getKey())) {
                collect(List.of("f:" + entry.getKey()), entry.getKey(), entry.getValue(), fields);
            }
        });
        fields.keySet()
                .removeIf(path -> path.get(0).equals("f:metadata")
                        && path.size() > 1
                        && SERVER_METADATA.contains(path.get(1).substring(2)));
        return fields;
    }

    private static void collect(List<String> path, String field, JsonNode value, Map<List<String>, JsonNode> out) {
        List<String> keys = keys(field, value);
        if (value.isObject() && !value.isEmpty()) {
            value.fields()
                    .forEachRemaining(
                            entry -> collect(with(path, "f:" + entry.getKey()), entry.getKey(), entry.getValue(), out));
        } else if (!keys.isEmpty()) {
            for (JsonNode item : value) {
                List<String> step = with(path, step(item, keys));
                out.put(step, null);
                item.fields()
                        .forEachRemaining(entry ->
                                collect(with(step, "f:" + entry.getKey()), entry.getKey(), entry.getValue(), out));
            }
        } else {
            out.put(path, value);
        }
    }

    private static List<String> keys(String field, JsonNode value) {
        if (!value.isArray() || value.isEmpty() || !value.get(0).isObject()) {
            return List.of();
        }
        if (field.equals("ports")) {
            return List.of(value.get(0).has("containerPort") ? "containerPort" : "port", "protocol");
        }
        return KEYS.getOrDefault(field, List.of());
    }

    private static String step(JsonNode item, List<String> keys) {
        ObjectNode key = Store.JSON.createObjectNode();
        for (String name : keys) {
            JsonNode value = item.get(name);
            key.set(name, value == null && name.equals("protocol") ? key.textNode("TCP") : value);
        }
        return "k:" + key;
    }

    private static List<String> with(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    /** Puts a value; maps and list items on the way are made. */
    static void put(ObjectNode object, List<String> path, JsonNode value) {
        JsonNode at = object;
        for (int i = 0; i < path.size(); i++) {
            boolean last = i == path.size() - 1;
            String step = path.get(i);
            if (step.startsWith("k:")) {
                at = item((ArrayNode) at, step, true);
            } else if (last) {
                ((ObjectNode) at).set(step.substring(2), value.deepCopy());
            } else {
                at = child((ObjectNode) at, step.substring(2), path.get(i + 1).startsWith("k:"));
            }
        }
    }

    private static JsonNode child(ObjectNode at, String name, boolean list) {
        JsonNode child = at.get(name);
        if (child == null || child.isArray() != list || !child.isContainerNode()) {
            child = list ? at.putArray(name) : at.putObject(name);
        }
        return child;
    }

    static void remove(ObjectNode object, List<String> path) {
        JsonNode at = object;
        for (int i = 0; i < path.size() && at != null; i++) {
            String step = path.get(i);
            boolean last = i == path.size() - 1;
            if (step.startsWith("k:")) {
                JsonNode item = item((ArrayNode) at, step, false);
                if (last && item != null) {
                    removeItem((ArrayNode) at, item);
                }
                at = item;
            } else if (last) {
                ((ObjectNode) at).remove(step.substring(2));
            } else {
                at = at.get(step.substring(2));
            }
        }
    }

    private static void removeItem(ArrayNode list, JsonNode item) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) == item) {
                list.remove(i);
            }
        }
    }

    private static JsonNode item(ArrayNode list, String step, boolean make) {
        ObjectNode key = key(step);
        for (JsonNode item : list) {
            List<String> names = new ArrayList<>();
            key.fieldNames().forEachRemaining(names::add);
            if (step(item, names).equals(step)) {
                return item;
            }
        }
        return make ? list.addObject().setAll(key) : null;
    }

    private static ObjectNode key(String step) {
        try {
            return (ObjectNode) Store.JSON.readTree(step.substring(2));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(step, e);
        }
    }

    /** As conflicts name it: {@code .spec.template.spec.containers[name="app"].image}. */
    static String text(List<String> path) {
        StringBuilder text = new StringBuilder();
        for (String step : path) {
            if (step.startsWith("f:")) {
                text.append('.').append(step.substring(2));
            } else {
                List<String> keys = new ArrayList<>();
                key(step).fields().forEachRemaining(entry -> keys.add(entry.getKey() + "=" + entry.getValue()));
                text.append('[').append(String.join(",", keys)).append(']');
            }
        }
        return text.toString();
    }

    static ObjectNode toV1(Set<List<String>> fields) {
        ObjectNode root = Store.JSON.createObjectNode();
        for (List<String> path : fields) {
            ObjectNode at = root;
            for (String step : path) {
                at = at.get(step) instanceof ObjectNode there ? there : at.putObject(step);
            }
            if (path.get(path.size() - 1).startsWith("k:")) {
                at.putObject(".");
            }
        }
        return root;
    }

    static Set<List<String>> fromV1(JsonNode v1) {
        Set<List<String>> fields = new LinkedHashSet<>();
        fromV1(List.of(), v1, fields);
        return fields;
    }

    private static void fromV1(List<String> path, JsonNode at, Set<List<String>> out) {
        if (!path.isEmpty() && (at.isEmpty() || at.has("."))) {
            out.add(path);
        }
        at.fields().forEachRemaining(entry -> {
            if (!entry.getKey().equals(".")) {
                fromV1(with(path, entry.getKey()), entry.getValue(), out);
            }
        });
    }
}
