package io.jenkins.plugins.cutover.eks.apply;

import io.jenkins.plugins.cutover.eks.manifests.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The difference between two states of an object, one line for each field, without the fields that the server manages. */
final class ObjectDiff {
    private static final Set<String> SERVER_FIELDS = Set.of(
            "managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink", "namespace");
    private static final Set<String> CONTROLLER_ANNOTATIONS = Set.of(
            "deployment.kubernetes.io/revision",
            "kubectl.kubernetes.io/last-applied-configuration",
            MergePatch.LAST_APPLIED);
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(passw|secret|token|credential|api_?key|private_?key).*");
    private static final int MAX_VALUE = 120;

    private final boolean secret;
    private final List<String> lines = new ArrayList<>();

    private ObjectDiff(boolean secret) {
        this.secret = secret;
    }

    /** @param before null or empty for a new object */
    static List<String> between(Map<String, Object> before, Map<String, Object> after) {
        ObjectDiff difference = new ObjectDiff("Secret".equals(after.get("kind")));
        difference.walk("", clean(before == null ? Map.of() : before), clean(after));
        return difference.lines;
    }

    private static Map<String, Object> clean(Map<String, Object> object) {
        Map<String, Object> clean = new LinkedHashMap<>(object);
        clean.keySet().removeAll(Set.of("status", "apiVersion", "kind"));
        if (clean.get("metadata") instanceof Map<?, ?> metadata) {
            Map<Object, Object> kept = new LinkedHashMap<>(metadata);
            kept.keySet().removeAll(SERVER_FIELDS);
            if (kept.get("annotations") instanceof Map<?, ?> annotations) {
                Map<Object, Object> userAnnotations = new LinkedHashMap<>(annotations);
                userAnnotations.keySet().removeAll(CONTROLLER_ANNOTATIONS);
                kept.put("annotations", userAnnotations);
            }
            clean.put("metadata", kept);
        }
        return clean;
    }

    private void walk(String path, Object before, Object after) {
        if (before instanceof Map<?, ?> || after instanceof Map<?, ?>) {
            walkMap(path, before, after);
        } else if (before instanceof List<?> || after instanceof List<?>) {
            walkMap(path, byName(before), byName(after));
        } else if (before == null ? after != null : !same(before, after)) {
            lines.add(line(path, before, after));
        }
    }

    private void walkMap(String path, Object before, Object after) {
        Map<?, ?> left = before instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> right = after instanceof Map<?, ?> map ? map : Map.of();
        Set<String> keys = new TreeSet<>();
        left.keySet().forEach(key -> keys.add(String.valueOf(key)));
        right.keySet().forEach(key -> keys.add(String.valueOf(key)));
        for (String key : keys) {
            walk(join(path, key), left.get(key), right.get(key));
        }
    }

    /** Lists of named items (containers, env, ports) are compared by name, others by position. */
    private static Map<String, Object> byName(Object value) {
        Map<String, Object> items = new LinkedHashMap<>();
        if (value instanceof List<?> list) {
            for (Object item : list) {
                String name = Trees.text(item, "name");
                items.put("[" + (name.isEmpty() ? items.size() : name) + "]", item);
            }
        }
        return items;
    }

    private static String join(String path, String key) {
        return path.isEmpty() || key.startsWith("[") ? path + key : path + "." + key;
    }

    private static boolean same(Object left, Object right) {
        return right != null && String.valueOf(left).equals(String.valueOf(right));
    }

    private String line(String path, Object before, Object after) {
        if (before == null) {
            return "+ " + path + ": " + shown(path, after);
        }
        if (after == null) {
            return "- " + path + ": " + shown(path, before);
        }
        return "~ " + path + ": " + shown(path, before) + " -> " + shown(path, after);
    }

    private String shown(String path, Object value) {
        boolean hidden = secret && (path.startsWith("data") || path.startsWith("stringData"));
        if (hidden || path.endsWith(".value") && SECRET.matcher(path).matches()) {
            return "(not shown)";
        }
        String text = String.valueOf(value).replace("\n", "\\n");
        return text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) + "..." : text;
    }
}
