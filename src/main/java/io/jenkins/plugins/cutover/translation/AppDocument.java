package io.jenkins.plugins.cutover.translation;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.translation.Loss.Severity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the apps in a document of a person or of Marathon: an app, a group of groups, a list, or an API answer. */
final class AppDocument {
    private final List<AppSource> apps = new ArrayList<>();
    /** The fields of groups beside their apps, by the path of the group. */
    private final Map<String, List<Loss>> groupLosses = new LinkedHashMap<>();

    AppDocument(JsonNode root) {
        collect(root, "", "/", false, List.of());
    }

    List<AppSource> apps() {
        return apps;
    }

    /** Each group's losses go to its first app, or to the document's first when it has none. */
    List<Loss> losses(AppSource app) {
        List<Loss> losses = new ArrayList<>();
        groupLosses.forEach((path, each) -> {
            AppSource first = apps.stream()
                    .filter(a -> a.path().startsWith(path))
                    .findFirst()
                    .orElse(apps.get(0));
            if (first.equals(app)) {
                losses.addAll(each);
            }
        });
        return losses;
    }

    private void collect(JsonNode node, String path, String base, boolean grouped, List<String> needs) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), path + "[" + i + "]", base, grouped, needs);
            }
        } else if (node.path("apps").isArray() || node.path("groups").isArray()) {
            group(node, path, base, grouped, needs);
        } else if (node.path("app").isObject() && !node.has("id")) {
            collect(node.path("app"), Field.join(path, "app"), base, grouped, needs);
        } else {
            apps.add(new AppSource(absolute(base, node.path("id").asText()), path, node, grouped, needs));
        }
    }

    private void group(JsonNode node, String path, String base, boolean grouped, List<String> outer) {
        boolean named = node.hasNonNull("id");
        String id = named ? absolute(base, node.path("id").asText()) : base;
        List<String> needs = new ArrayList<>(outer);
        node.path("dependencies").forEach(d -> needs.add(absolute(id, d.asText())));
        Field field = new Field(node, path, new FieldCoverage());
        field.entries().forEach((name, child) -> {
            switch (name) {
                case "apps", "groups" -> collect(child.node(), child.path(), id, named || grouped, needs);
                case "id" -> placeholder(path, child);
                default -> other(path, name, child);
            }
        });
    }

    private void placeholder(String path, Field id) {
        if (id.node().asText().contains("${")) {
            lose(path, Severity.BLOCKER, id, "the placeholder is made part of the names: fill it in before");
        }
    }

    private void other(String path, String name, Field child) {
        if (!child.present()) {
            return;
        }
        switch (name) {
            case "dependencies" ->
                lose(
                        path,
                        Severity.REVIEW,
                        child,
                        "Kubernetes starts everything at once: the apps must wait by themselves");
            case "pods" -> lose(path, Severity.BLOCKER, child, "pods are not translated");
            case "version" -> lose(path, Severity.INFO, child, "left out: Marathon's own count of versions");
            default -> lose(path, Severity.REVIEW, child, "left out: nothing known corresponds to it");
        }
    }

    private void lose(String path, Severity severity, Field field, String action) {
        groupLosses
                .computeIfAbsent(path, p -> new ArrayList<>())
                .add(new Loss("$." + field.path(), field.shown(), action, severity));
    }

    /** Joins an id to its group's: {@code ../db} in {@code /shop/web} is {@code /shop/db}. */
    static String absolute(String base, String id) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : (id.startsWith("/") ? id : base + "/" + id).split("/")) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return "/" + String.join("/", segments);
    }
}
