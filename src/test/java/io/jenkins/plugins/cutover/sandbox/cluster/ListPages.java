package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The parameters {@code limit} and {@code continue} of a list. The pages are of one version: after any change, the next
 * page is refused with 410, as a real server may do once the version is compacted.
 *
 * @param limit 0 for none
 * @param from how many objects earlier pages had
 */
record ListPages(int limit, int from, String version) {
    private static final String SEPARATOR = "/";

    static ListPages of(ApiRequest request, String version) {
        int limit = Integer.parseInt(request.query().getOrDefault("limit", "0"));
        String next = request.query().getOrDefault("continue", "");
        if (next.isEmpty()) {
            return new ListPages(limit, 0, version);
        }
        String[] parts = new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8).split(SEPARATOR);
        if (!parts[0].equals(version)) {
            throw new ApiFault(
                    410,
                    "Expired",
                    "The provided continue parameter is too old to display a consistent list result. You can start a new"
                            + " list without the continue parameter.");
        }
        return new ListPages(limit, Integer.parseInt(parts[1]), version);
    }

    void put(ObjectNode list, List<ObjectNode> objects) {
        int to = limit == 0 ? objects.size() : Math.min(objects.size(), from + limit);
        ArrayNode items = list.putArray("items");
        objects.subList(from, to).forEach(items::add);
        if (to < objects.size()) {
            String next = version + SEPARATOR + to;
            list.withObject("/metadata")
                    .put(
                            "continue",
                            Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(next.getBytes(StandardCharsets.UTF_8)))
                    .put("remainingItemCount", objects.size() - to);
        }
    }
}
