package io.jenkins.plugins.cutover.eks.manifests;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Access to trees as read from YAML and JSON: maps, lists and plain values. */
public final class Trees {
    private Trees() {}

    /** @return the value at a path of map keys; null when a step is missing or not a map */
    public static Object at(Object tree, String... path) {
        Object value = tree;
        for (String key : path) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }

    /** @return the text at a path; empty when it is missing */
    public static String text(Object tree, String... path) {
        Object value = at(tree, path);
        return value == null ? "" : String.valueOf(value);
    }

    /** @return the list at a path; empty when it is missing or not a list */
    static List<?> list(Object tree, String... path) {
        return at(tree, path) instanceof List<?> list ? list : List.of();
    }

    /** @return the map under a key, created when it is missing */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> child(Map<String, Object> tree, String key) {
        Object value = tree.get(key);
        if (!(value instanceof Map<?, ?>)) {
            value = new LinkedHashMap<String, Object>();
            tree.put(key, value);
        }
        return (Map<String, Object>) value;
    }
}
