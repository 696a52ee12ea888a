package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** The discovery API: the kinds that the server serves. */
final class Discovery {
    private Discovery() {}

    static Optional<JsonNode> answer(String path) {
        String[] parts = path.substring(1).split("/");
        if (path.equals("/version")) {
            return Optional.of(Store.JSON
                    .createObjectNode()
                    .put("major", "1")
                    .put("minor", "33")
                    .put("gitVersion", "v1.33.0-sandbox"));
        }
        if (path.equals("/api")) {
            ObjectNode versions = Store.JSON.createObjectNode().put("kind", "APIVersions");
            versions.putArray("versions").add("v1");
            return Optional.of(versions);
        }
        if (path.equals("/apis")) {
            return Optional.of(groups());
        }
        if (parts[0].equals("api") && parts.length == 2) {
            return resources("", parts[1]);
        }
        if (parts[0].equals("apis") && parts.length == 3) {
            return resources(parts[1], parts[2]);
        }
        return Optional.empty();
    }

    private static JsonNode groups() {
        ObjectNode list =
                Store.JSON.createObjectNode().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        Kind.ALL.stream()
                .map(Kind::group)
                .filter(group -> !group.isEmpty())
                .distinct()
                .forEach(group -> {
                    ObjectNode entry = groups.addObject().put("name", group);
                    ArrayNode versions = entry.putArray("versions");
                    Kind.ALL.stream()
                            .filter(kind -> kind.group().equals(group))
                            .map(Kind::version)
                            .distinct()
                            .forEach(version -> versions.addObject()
                                    .put("groupVersion", group + "/" + version)
                                    .put("version", version));
                    entry.set("preferredVersion", versions.get(0));
                });
        return list;
    }

    private static Optional<JsonNode> resources(String group, String version) {
        List<Kind> kinds = Kind.ALL.stream()
                .filter(kind -> kind.group().equals(group) && kind.version().equals(version))
                .toList();
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode list =
                Store.JSON.createObjectNode().put("kind", "APIResourceList").put("apiVersion", "v1");
        list.put("groupVersion", kinds.get(0).apiVersion());
        ArrayNode resources = list.putArray("resources");
        for (Kind kind : kinds) {
            resource(resources, kind.plural(), kind);
            resource(resources, kind.plural() + "/status", kind);
        }
        return Optional.of(list);
    }

    private static void resource(ArrayNode resources, String name, Kind kind) {
        ObjectNode resource = resources.addObject();
        resource.put("name", name).put("singularName", "").put("namespaced", kind.namespaced());
        resource.put("kind", kind.kind());
        resource.putArray("verbs")
                .add("create")
                .add("delete")
                .add("get")
                .add("list")
                .add("patch")
                .add("update")
                .add("watch");
    }
}
