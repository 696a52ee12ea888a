package io.jenkins.plugins.cutover.eks.apply;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The three-way patch for a server without server-side apply: fields that only the last apply had are removed, fields of
 * this apply are set, fields of others are left. RFC 7396 (JSON merge patch), so a list is replaced as a whole.
 */
final class MergePatch {
    /** The annotation with the object of the last apply, as JSON. */
    static final String LAST_APPLIED = "phased-cutover/last-applied";

    private MergePatch() {}

    /**
     * @param last the object of the last apply; empty when there was none
     * @param wanted the object to apply
     * @return the patch; a null value removes a field
     */
    static Map<String, Object> of(Map<?, ?> last, Map<?, ?> wanted) {
        Map<String, Object> patch = new LinkedHashMap<>();
        last.forEach((key, value) -> {
            if (!wanted.containsKey(key)) {
                // Remove only the applied keys of a map: others may have added keys.
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
