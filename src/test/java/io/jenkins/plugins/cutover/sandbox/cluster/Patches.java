package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

/** The patches that are no apply, and the scale of an object. */
final class Patches {
    private Patches() {}

    /** @throws ApiFault 415 for a kind of patch that is not known, 422 for one that does not fit the object */
    static JsonNode apply(ApiRequest request, JsonNode view) {
        return switch (request.contentType()) {
            case "application/json-patch+json" -> jsonPatch(view, request.json());
            case "application/merge-patch+json" -> merge(view.deepCopy(), request.json());
            default ->
                throw new ApiFault(
                        415,
                        "UnsupportedMediaType",
                        "the body of the request was in an unknown format - accepted media types include:"
                                + " application/json-patch+json, application/merge-patch+json,"
                                + " application/apply-patch+yaml");
        };
    }

    static ObjectNode scale(ApiRequest request, ObjectNode object) {
        ObjectNode scale = Store.JSON.createObjectNode();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        metadata.put("name", request.name()).put("namespace", request.namespace());
        metadata.set("resourceVersion", object.path("metadata").get("resourceVersion"));
        scale.putObject("spec")
                .put("replicas", object.path("spec").path("replicas").asInt());
        scale.putObject("status")
                .put("replicas", object.path("status").path("replicas").asInt());
        return scale;
    }

    private static JsonNode jsonPatch(JsonNode before, JsonNode patch) {
        try {
            return JsonPatch.apply((ArrayNode) patch, before);
        } catch (JsonPatchException | ClassCastException e) {
            throw new ApiFault(422, "Invalid", "the server rejected our request due to an error in our request");
        }
    }

    /** RFC 7396. */
    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode)) {
            return patch;
        }
        ObjectNode result = target instanceof ObjectNode object ? object : Store.JSON.createObjectNode();
        patch.fields().forEachRemaining(entry -> {
            if (entry.getValue().isNull()) {
                result.remove(entry.getKey());
            } else {
                JsonNode old = result.has(entry.getKey()) ? result.get(entry.getKey()) : Store.JSON.createObjectNode();
                result.set(entry.getKey(), merge(old, entry.getValue()));
            }
        });
        return result;
    }
}
