package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;

/** {@code /v2/groups}: the apps by the segments of their ids, with what groups depend on. */
final class Groups {
    private final World world;

    Groups(World world) {
        this.world = world;
    }

    ObjectNode root(List<String> embed) {
        return group("/", embed);
    }

    private ObjectNode group(String id, List<String> embed) {
        ObjectNode group = Json.object().put("id", id).put("version", "2026-01-01T00:00:00.000Z");
        ArrayNode apps = group.putArray("apps");
        ArrayNode groups = group.putArray("groups");
        ArrayNode needs = group.putArray("dependencies");
        group.putArray("pods");
        group.put("enforceRole", false);
        world.groupDependencies.getOrDefault(id, List.of()).forEach(needs::add);
        String prefix = id.equals("/") ? id : id + "/";
        TreeMap<String, Boolean> inner = new TreeMap<>();
        for (AppState app : world.apps.values()) {
            if (!app.id.startsWith(prefix)) {
                continue;
            }
            String rest = app.id.substring(prefix.length());
            int slash = rest.indexOf('/');
            if (slash >= 0) {
                inner.put(prefix + rest.substring(0, slash), true);
            } else if (embed.contains("group.apps")) {
                apps.add(app.json(List.of()));
            }
        }
        if (embed.contains("group.groups")) {
            inner.keySet().forEach(name -> groups.add(group(name, embed)));
        }
        return group;
    }
}
