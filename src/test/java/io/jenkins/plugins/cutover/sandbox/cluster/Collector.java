package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Deletes objects and what they own. A pod ends gracefully: it is marked, and the kubelet removes it. */
final class Collector {
    private final Store store;

    Collector(Store store) {
        this.store = store;
    }

    void delete(Kind kind, ObjectNode object, String propagation) {
        JsonNode metadata = object.path("metadata");
        String namespace = metadata.path("namespace").asText("");
        if (kind.plural().equals("pods")) {
            if (!metadata.has("deletionTimestamp")) {
                object.withObject("/metadata").put("deletionTimestamp", store.now());
                store.put(kind, object);
            }
            return;
        }
        store.remove(kind, namespace, metadata.path("name").asText());
        if (!propagation.equals("Orphan")) {
            deleteOwned(namespace, metadata.path("uid").asText());
        }
    }

    private void deleteOwned(String namespace, String owner) {
        for (Kind kind : Kind.ALL) {
            for (ObjectNode object : store.list(kind, namespace)) {
                for (JsonNode reference : object.path("metadata").path("ownerReferences")) {
                    if (reference.path("uid").asText().equals(owner)) {
                        delete(kind, object, "Background");
                    }
                }
            }
        }
    }
}
