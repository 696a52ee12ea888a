package io.jenkins.plugins.cutover.pipeline;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A step's arguments that override a service's settings, by dotted name, as serializable values. */
final class Overrides {
    private final LinkedHashMap<String, Object> values = new LinkedHashMap<>();

    void put(String name, Object value) {
        Object plain = serializable(value);
        boolean empty = plain == null || plain.equals("");
        if (empty) {
            values.remove(name);
        } else {
            values.put(name, plain);
        }
    }

    Object get(String name) {
        return values.get(name);
    }

    String text(String name) {
        Object value = values.get(name);
        return value == null ? null : value.toString();
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    LinkedHashMap<String, Object> all() {
        return new LinkedHashMap<>(values);
    }

    /** Copies maps, lists, numbers and booleans; everything else, such as a Groovy string, becomes a String. */
    static Serializable serializable(Object value) {
        if (value instanceof Map<?, ?> map) {
            LinkedHashMap<String, Object> copy = new LinkedHashMap<>();
            map.forEach((k, v) -> copy.put(String.valueOf(k), serializable(v)));
            return copy;
        }
        if (value instanceof List<?> list) {
            ArrayList<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(serializable(item)));
            return copy;
        }
        boolean plain = value instanceof Number || value instanceof Boolean;
        return value == null
                ? null
                : plain ? (Serializable) value : value.toString().trim();
    }
}
