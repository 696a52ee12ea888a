package io.jenkins.plugins.cutover.eks.apply;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The three-way patch for a server without server-side apply: what the last apply said and this one does not say any
 * more is taken away, what this one says is put, what others put is left. RFC 7396 (JSON merge patch), so a list is
 * replaced whole.
 */
final class MergePatch {
    /** Holds what was applied last, as JSON. */
    static final String LAST_APPLIED = "phased-cutover/last-applied";

    private MergePatch() {}

    /**
     * @param last what the last apply said; empty when there was none
     * @param wanted what this one says
     * @return the patch; null values take a field away
     */
    static Map<String, Object> of(Map<?, ?> last, Map<?, ?> wanted) {
        Map<String, Object> patch = new LinkedHashMap<>();
        last.forEach((key, value) -> {
            if (!wanted.containsKey(key)) {
                // Of a map only what was put: others may have put more into it.
                patch.put(String.valueOf(key), value instanceof Map<?, ?> map ? of(map, Map.of()) : null);
            }
        });
        wanted.forEach((key, value) -> {
            boolean deeper = value instanceof Map<?, ?> && last.get(key) instanceof Map<?, ?>;
            patch.put(String.valueOf(key), deeper ? of((Map<?, ?>) last.get(key), (Map<?, ?>) value) : value);
        });
        return patch;
    }
}
