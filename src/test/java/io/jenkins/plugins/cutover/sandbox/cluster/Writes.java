package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.UUID;

/** Creates, replaces, patches and deletes objects by the API's rules. Called with the store's lock held. */
final class Writes {
    /** What a write answers: 201 for an object that was made, 200 otherwise. */
    record Answer(int code, ObjectNode body) {}

    private final Store store;
    private final Collector collector;

    Writes(Store store) {
        this.store = store;
        this.collector = new Collector(store);
    }

    Answer create(ApiRequest request) {
        ObjectNode object = request.object();
        checkType(request, object);
        ObjectNode metadata = object.withObject("/metadata");
        if (metadata.path("name").asText().isEmpty() && metadata.has("generateName")) {
            String random = UUID.randomUUID().toString().substring(0, 5);
            metadata.put("name", metadata.path("generateName").asText() + random);
        }
        String name = metadata.path("name").asText();
        if (store.get(request.kind(), request.namespace(), name).isPresent()) {
            throw new ApiFault(409, "AlreadyExists", request.kind().resource() + " \"" + name + "\" already exists");
        }
        FieldManagers.update(request.kind(), empty(), object, request.manager(), store.now());
        return made(request, object);
    }

    Answer replace(ApiRequest request) {
        ObjectNode before = existing(request);
        ObjectNode object = request.object();
        checkType(request, object);
        return changed(request, before, object);
    }

    Answer patch(ApiRequest request) {
        if (request.apply()) {
            return apply(request);
        }
        ObjectNode before = existing(request);
        JsonNode view = request.subresource().equals("scale") ? Patches.scale(request, before) : before;
        JsonNode patched = Patches.apply(request, view);
        return changed(request, before, (ObjectNode) patched);
    }

    private Answer apply(ApiRequest request) {
        if (!request.query().containsKey("fieldManager")) {
            throw new ApiFault(
                    422,
                    "Invalid",
                    "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }
        ObjectNode applied = request.object();
        checkType(request, applied);
        if (applied.path("metadata").has("managedFields")) {
            throw ApiFault.badRequest("metadata.managedFields must be nil");
        }
        Validation.unknownField(request.kind(), applied).ifPresent(field -> {
            throw new ApiFault(
                    500,
                    "",
                    "failed to create typed patch object (" + request.namespace() + "/" + request.name() + "; "
                            + request.kind().apiVersion() + ", Kind="
                            + request.kind().kind() + "): " + field
                            + ": field not declared in schema");
        });
        ObjectNode live =
                store.get(request.kind(), request.namespace(), request.name()).orElse(null);
        boolean force = "true".equals(request.query().get("force"));
        ObjectNode result = FieldManagers.apply(request.kind(), live, applied, request.manager(), force, store.now());
        if (live == null) {
            return made(request, result);
        }
        return stored(request, live, result);
    }

    Answer delete(ApiRequest request) {
        ObjectNode object = existing(request);
        if (request.dryRun()) {
            return new Answer(200, object);
        }
        String policy = request.body().isBlank()
                ? ""
                : request.object().path("propagationPolicy").asText("");
        collector.delete(request.kind(), object, request.query().getOrDefault("propagationPolicy", policy));
        return new Answer(200, success(request, object));
    }

    private static ObjectNode success(ApiRequest request, ObjectNode object) {
        ObjectNode status = Store.JSON.createObjectNode();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Success");
        status.putObject("details")
                .put("name", request.name())
                .put("group", request.kind().group())
                .put("kind", request.kind().plural())
                .put("uid", object.path("metadata").path("uid").asText());
        return status;
    }

    private Answer made(ApiRequest request, ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        if (request.kind().namespaced()) {
            metadata.put("namespace", request.namespace());
        }
        metadata.remove(Set.of("uid", "resourceVersion", "creationTimestamp", "generation", "deletionTimestamp"));
        object.remove("status");
        Defaults.put(request.kind(), object);
        Validation.check(request.kind(), null, object);
        metadata.put("generation", 1);
        return new Answer(201, request.dryRun() ? object : store.put(request.kind(), object));
    }

    private Answer changed(ApiRequest request, ObjectNode before, ObjectNode object) {
        String version = object.path("metadata").path("resourceVersion").asText("");
        if (!version.isEmpty()
                && !version.equals(
                        before.path("metadata").path("resourceVersion").asText())) {
            throw new ApiFault(
                    409,
                    "Conflict",
                    "Operation cannot be fulfilled on " + request.kind().resource() + " \"" + request.name()
                            + "\": the object has been modified; please apply your changes to the latest version and"
                            + " try again");
        }
        ObjectNode after = before.deepCopy();
        switch (request.subresource()) {
            case "status" -> after.set("status", object.path("status").deepCopy());
            case "scale" ->
                after.withObject("/spec").set("replicas", object.path("spec").get("replicas"));
            default -> {
                after = object.deepCopy();
                keep(after, before);
            }
        }
        if (!request.subresource().equals("status")) {
            FieldManagers.update(request.kind(), before, after, request.manager(), store.now());
        }
        Answer answer = stored(request, before, after);
        return request.subresource().equals("scale") ? new Answer(200, Patches.scale(request, answer.body())) : answer;
    }

    private Answer stored(ApiRequest request, ObjectNode before, ObjectNode after) {
        Defaults.put(request.kind(), after);
        Validation.check(request.kind(), before, after);
        keep(after, before);
        if (!before.path("spec").equals(after.path("spec")) && before.has("spec")) {
            long generation = before.path("metadata").path("generation").asLong();
            after.withObject("/metadata").put("generation", generation + 1);
        }
        if (withoutTimes(before).equals(withoutTimes(after))) {
            return new Answer(200, before);
        }
        return new Answer(200, request.dryRun() ? after : store.put(request.kind(), after));
    }

    /** What a client cannot change through the object itself. */
    private static void keep(ObjectNode after, ObjectNode before) {
        ObjectNode metadata = after.withObject("/metadata");
        for (String field : new String[] {
            "name", "namespace", "uid", "creationTimestamp", "generation", "resourceVersion", "deletionTimestamp"
        }) {
            JsonNode value = before.path("metadata").get(field);
            if (value == null) {
                metadata.remove(field);
            } else {
                metadata.set(field, value);
            }
        }
        if (before.has("status") && !after.has("status")) {
            after.set("status", before.get("status"));
        }
    }

    private static ObjectNode withoutTimes(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        for (JsonNode entry : copy.path("metadata").path("managedFields")) {
            ((ObjectNode) entry).remove("time");
        }
        return copy;
    }

    private ObjectNode existing(ApiRequest request) {
        return store.get(request.kind(), request.namespace(), request.name())
                .orElseThrow(() -> ApiFault.notFound(request.kind().resource(), request.name()));
    }

    private static void checkType(ApiRequest request, ObjectNode object) {
        String kind =
                request.subresource().equals("scale") ? "Scale" : request.kind().kind();
        if (!object.path("kind").asText(kind).equals(kind)
                || !kind.equals("Scale")
                        && !object.path("apiVersion")
                                .asText(request.kind().apiVersion())
                                .equals(request.kind().apiVersion())) {
            throw ApiFault.badRequest("the object provided is unrecognized: "
                    + object.path("apiVersion").asText() + ", "
                    + object.path("kind").asText() + " at the path of "
                    + request.kind().resource());
        }
        String name = object.path("metadata").path("name").asText();
        if (!request.name().isEmpty() && !name.equals(request.name())) {
            throw ApiFault.badRequest("the name of the object (" + name + ") does not match the name on the URL ("
                    + request.name() + ")");
        }
        String namespace = object.path("metadata").path("namespace").asText(request.namespace());
        if (!namespace.equals(request.namespace())) {
            throw ApiFault.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the" + " request");
        }
    }

    private static ObjectNode empty() {
        return Store.JSON.createObjectNode();
    }
}
