package io.jenkins.plugins.cutover.controller;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** How one outside system of an environment is reached. */
interface SystemSettings {
    /** What it gives to a service's settings, as a section of the service's YAML would. */
    Map<String, Object> section();

    /** The fields of that section that say where the system is, or through whose hands what is sent to it goes. */
    Set<String> addresses();

    /** Those of the name-value pairs that have a value. */
    static Map<String, Object> given(Object... pairs) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            boolean empty = value == null || value.equals("") || value.equals(false) || value.equals(Map.of());
            if (!empty) {
                given.put(String.valueOf(pairs[i]), value);
            }
        }
        return given;
    }

    static String trimmed(String text) {
        return text == null ? "" : text.trim();
    }
}
