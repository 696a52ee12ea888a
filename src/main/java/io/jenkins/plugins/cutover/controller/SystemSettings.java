package io.jenkins.plugins.cutover.controller;

import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.operation.engine.Connections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How to reach one outside system of an environment. */
interface SystemSettings {
    /** The settings as a section of a service's YAML. */
    Map<String, Object> section();

    /** The fields of that section that name the system's address, or the agents that requests pass through. */
    Set<String> addresses();

    /**
     * Connects to the system and reports what it finds.
     *
     * @throws io.jenkins.plugins.cutover.model.CutoverException when the settings are not valid
     */
    List<Finding> test(Connections connections);

    /** @return the name-value pairs that have a value */
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
