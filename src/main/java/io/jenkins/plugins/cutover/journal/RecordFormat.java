package io.jenkins.plugins.cutover.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.SpecReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Records as bytes. Every older layout is read as today's. A settings field that an older version did not know gets the
 * value that a settings file without it has.
 */
public final class RecordFormat {
    /** Without these a service cannot be brought back, or its owner is unknown. Lists may be empty. */
    private static final List<String> NEEDED = List.of(
            "/spec/service",
            "/spec/haproxy/instances/0",
            "/spec/marathon/url",
            "/spec/marathon/app",
            "/spec/eks/access",
            "/state",
            "/owner/kind",
            "/owner/id",
            "/openedAt",
            "/updatedAt",
            "/confirmed",
            "/samples",
            "/history");

    /** Values that the defaults have only because a settings file must have them. No record may take them from there. */
    private static final List<String> INVENTED =
            List.of("/haproxy/instances", "/marathon/url", "/marathon/app", "/eks/access/kubeconfig", "/eks/manifests");

    private RecordFormat() {}

    /** @throws CutoverException naming the record, when it is damaged or of a newer layout */
    public static CutoverRecord read(String where, byte[] bytes) {
        try {
            return read(where, Json.mapper().readTree(bytes));
        } catch (IOException e) {
            throw damaged(where, e);
        }
    }

    /** @throws CutoverException naming the record, when it is damaged or of a newer layout */
    static CutoverRecord read(String where, JsonNode tree) {
        try {
            int format = tree.path("format").asInt(0);
            if (format > HeadFile.LAYOUT) {
                throw new DamagedRecordException(
                        "record " + where + ": format " + format + " is newer than " + HeadFile.LAYOUT
                                + ", which this version knows; use the version that wrote it",
                        null);
            }
            if (format < 1) {
                throw new IOException("it has no format number");
            }
            if (format == HeadFile.LAYOUT) {
                throw new IOException("it has no " + HeadFile.FILE);
            }
            ObjectNode record = (ObjectNode) tree;
            refuseIncomplete(record, NEEDED);
            return switch (format) {
                case 1 -> fromFormat1(record);
                case 2, 3 -> fromFormat3(record);
                default -> value(record);
            };
        } catch (InvalidInputException | IOException e) {
            throw damaged(where, e);
        } catch (CutoverException e) {
            throw e;
        } catch (RuntimeException e) { // whatever is damaged, the other records of the journal stay readable
            throw damaged(where, e);
        }
    }

    private static CutoverException damaged(String where, Exception e) {
        String said = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return new DamagedRecordException(
                "record " + where + ": damaged, it was left as it is: "
                        + String.valueOf(said).lines().findFirst().orElse(""),
                e);
    }

    public static byte[] write(CutoverRecord record) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw new CutoverException("record of " + record.service() + ": cannot be written as JSON", e);
        }
    }

    /** Layout 1 held the definition of the Marathon app in the record itself, with any secrets in it. */
    private static CutoverRecord fromFormat1(ObjectNode tree) throws IOException {
        JsonNode definition = MissingNode.getInstance();
        if (tree.get("before") instanceof ObjectNode before) {
            definition = before.path("mesosDefinition");
            before.put("mesosDefinition", tree.path("spec").path("service").asText() + "-migrated");
        }
        return fromFormat3(tree).withSecretContent(definition);
    }

    /**
     * Layout 3 had only events where today's has fields. Layout 2 also had no calibration: its cutovers are judged
     * without one.
     */
    private static CutoverRecord fromFormat3(ObjectNode tree) throws IOException {
        HistoryMigration.apply(tree);
        tree.put("format", CutoverRecord.FORMAT);
        return value(tree);
    }

    private static void refuseIncomplete(ObjectNode tree, List<String> needed) throws IOException {
        List<String> missing =
                needed.stream().filter(p -> isMissing(tree.at(p))).toList();
        if (!missing.isEmpty()) {
            throw new IOException("it has no "
                    + missing.stream()
                            .map(p -> p.substring(1).replace('/', '.'))
                            .collect(Collectors.joining(", ")));
        }
    }

    private static CutoverRecord value(ObjectNode tree) throws IOException {
        refuseIncomplete(tree, List.of("/reported"));
        JsonNode spec = tree.get("spec");
        fill((ObjectNode) spec, defaults(spec));
        return Json.mapper().treeToValue(tree, CutoverRecord.class);
    }

    private static boolean isMissing(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isTextual() && value.asText().isBlank();
    }

    private static ObjectNode defaults(JsonNode spec) {
        String service = spec.path("service").asText("none");
        ObjectNode defaults = (ObjectNode) Json.tree(SpecReader.map(
                "defaults",
                Map.of(
                        "service", service,
                        "haproxy", Map.of("instances", List.of("unix:/")),
                        "marathon", Map.of("url", "http://marathon", "app", "/" + service),
                        "eks", Map.of("kubeconfig", "none", "manifests", "none"))));
        INVENTED.forEach(p -> ((ObjectNode) defaults.at(p.substring(0, p.lastIndexOf('/'))))
                .remove(p.substring(p.lastIndexOf('/') + 1)));
        return defaults;
    }

    private static void fill(ObjectNode object, ObjectNode defaults) {
        defaults.fields().forEachRemaining(field -> {
            JsonNode there = object.get(field.getKey());
            if (there == null) {
                object.set(field.getKey(), field.getValue());
            } else if (there instanceof ObjectNode inner && field.getValue() instanceof ObjectNode more) {
                fill(inner, more);
            }
        });
    }
}
