package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The owners of an object's fields ({@code metadata.managedFields}), and server-side apply. */
final class FieldManagers {
    private record Owner(String manager, String operation, String time, Set<List<String>> fields) {
        /** As in the messages of the upstream server: an updater with its API version, an applier by its name alone. */
        String title(String apiVersion) {
            String name = "\"" + manager + "\"";
            return operation.equals("Apply") ? name : name + " using " + apiVersion;
        }
    }

    private final Kind kind;
    private final List<Owner> owners = new ArrayList<>();

    private FieldManagers(Kind kind, JsonNode object) {
        this.kind = kind;
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            owners.add(new Owner(
                    entry.path("manager").asText(),
                    entry.path("operation").asText(),
                    entry.path("time").asText(),
                    Fields.fromV1(entry.path("fieldsV1"))));
        }
    }

    /**
     * The object after a server-side apply.
     *
     * @param live null for a new object
     * @throws ApiFault 409 with a cause for each field that another manager owns and that would change
     */
    static ObjectNode apply(Kind kind, ObjectNode live, ObjectNode applied, String manager, boolean force, String now) {
        ObjectNode result = live == null ? applied.deepCopy() : live.deepCopy();
        FieldManagers managers = new FieldManagers(kind, result);
        Map<List<String>, JsonNode> wanted = Fields.of(applied);
        if (live != null) {
            managers.resolveConflicts(Fields.of(live), wanted, manager, force);
            managers.takeAway(result, wanted.keySet(), manager);
            wanted.forEach((path, value) -> {
                if (value != null || path.get(path.size() - 1).startsWith("k:")) {
                    Fields.put(result, path, value);
                }
            });
        }
        managers.own(manager, "Apply", now, new LinkedHashSet<>(wanted.keySet()));
        managers.write(result);
        return result;
    }

    /** Records an update: its manager owns the fields that it changed. */
    static void update(Kind kind, ObjectNode before, ObjectNode after, String manager, String now) {
        FieldManagers managers = new FieldManagers(kind, before);
        Map<List<String>, JsonNode> old = Fields.of(before);
        Map<List<String>, JsonNode> fresh = Fields.of(after);
        Set<List<String>> changed = new LinkedHashSet<>();
        fresh.forEach((path, value) -> {
            if (!old.containsKey(path) || !Objects.equals(old.get(path), value)) {
                changed.add(path);
            }
        });
        managers.owners.forEach(owner -> {
            owner.fields().removeAll(changed);
            owner.fields().retainAll(fresh.keySet());
        });
        Set<List<String>> own = managers.fields(manager, "Update");
        own.addAll(changed);
        managers.own(manager, "Update", now, own);
        managers.write(after);
    }

    private void resolveConflicts(
            Map<List<String>, JsonNode> live, Map<List<String>, JsonNode> wanted, String manager, boolean force) {
        Map<String, Set<String>> conflicts = new TreeMap<>();
        wanted.forEach((path, value) -> {
            if (value == null || Objects.equals(live.get(path), value)) {
                return;
            }
            for (Owner owner : owners) {
                boolean other =
                        !owner.manager().equals(manager) || !owner.operation().equals("Apply");
                if (other && owner.fields().contains(path)) {
                    if (force) {
                        owner.fields().remove(path);
                    } else {
                        conflicts
                                .computeIfAbsent(owner.title(kind.apiVersion()), m -> new LinkedHashSet<>())
                                .add(Fields.text(path));
                    }
                }
            }
        });
        if (!conflicts.isEmpty()) {
            throw conflict(conflicts);
        }
    }

    private ApiFault conflict(Map<String, Set<String>> conflicts) {
        int number = conflicts.values().stream().mapToInt(Set::size).sum();
        StringBuilder text = new StringBuilder();
        conflicts.forEach((manager, fields) -> text.append(text.isEmpty() ? "" : "\n")
                .append(number == 1 ? "conflict" : "conflicts")
                .append(" with " + manager + ":")
                .append(number == 1 ? " " + fields.iterator().next() : "\n- " + String.join("\n- ", fields)));
        ApiFault fault = new ApiFault(
                409, "Conflict", "Apply failed with " + number + (number == 1 ? " conflict: " : " conflicts: ") + text);
        conflicts.forEach((manager, fields) ->
                fields.forEach(field -> fault.cause("FieldManagerConflict", "conflict with " + manager, field)));
        return fault;
    }

    /** Removes fields that this manager no longer applies and that no other manager owns. */
    private void takeAway(ObjectNode object, Set<List<String>> wanted, String manager) {
        for (List<String> path : fields(manager, "Apply")) {
            boolean others = owners.stream()
                    .anyMatch(owner -> !(owner.manager().equals(manager)
                                    && owner.operation().equals("Apply"))
                            && owner.fields().contains(path));
            if (!wanted.contains(path) && !others) {
                Fields.remove(object, path);
            }
        }
    }

    private Set<List<String>> fields(String manager, String operation) {
        return owners.stream()
                .filter(owner ->
                        owner.manager().equals(manager) && owner.operation().equals(operation))
                .findFirst()
                .map(owner -> new LinkedHashSet<>(owner.fields()))
                .orElseGet(LinkedHashSet::new);
    }

    private void own(String manager, String operation, String time, Set<List<String>> fields) {
        owners.removeIf(
                owner -> owner.manager().equals(manager) && owner.operation().equals(operation));
        owners.add(new Owner(manager, operation, time, fields));
    }

    private void write(ObjectNode object) {
        ArrayNode entries = Store.JSON.createArrayNode();
        for (Owner owner : owners) {
            if (!owner.fields().isEmpty()) {
                entries.addObject()
                        .put("manager", owner.manager())
                        .put("operation", owner.operation())
                        .put("apiVersion", kind.apiVersion())
                        .put("time", owner.time())
                        .put("fieldsType", "FieldsV1")
                        .set("fieldsV1", Fields.toV1(owner.fields()));
            }
        }
        object.withObject("/metadata").set("managedFields", entries);
    }
}
