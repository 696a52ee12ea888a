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
 * Records as bytes, and every older layout as today's. A settings field that an older version did not know gets the
 * value that a settings file without it would have.
 */
public final class RecordFormat {
    /** Without these nobody can bring a service back, or say whose it is. Lists may be empty. */
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

    /** What stands in the defaults only because a settings file must have it; no record may get it from there. */
    private static final List<String> INVENTED =
            List.of("/haproxy/instances", "/marathon/url", "/marathon/app", "/eks/access/kubeconfig", "/eks/manifests");

    private RecordFormat() {}

    /** @throws CutoverException naming the record, when it is damaged or of a newer layout */
    public static CutoverRecord read(String where, byte[] bytes) {
        try {
            JsonNode tree = Json.mapper().readTree(bytes);
            int format = tree.path("format").asInt(0);
            if (format > CutoverRecord.FORMAT) {
                throw new CutoverException("record " + where + ": format " + format + " is newer than "
                        + CutoverRecord.FORMAT + ", which this version knows; use the version that wrote it");
            }
            if (format < 1) {
                throw new IOException("it has no format number");
            }
            return format == 1 ? second((ObjectNode) tree) : third((ObjectNode) tree);
        } catch (IOException | ClassCastException | InvalidInputException e) {
            String said = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
            throw new CutoverException(
                    "record " + where + ": damaged, it was left as it is: "
                            + String.valueOf(said).lines().findFirst().orElse(""),
                    e);
        }
    }

    public static byte[] write(CutoverRecord record) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw new CutoverException("record of " + record.service() + ": cannot be written as JSON", e);
        }
    }

    /** The first layout held the Marathon app's definition in itself, whatever secrets it had. */
    private static CutoverRecord second(ObjectNode tree) throws IOException {
        JsonNode definition = MissingNode.getInstance();
        if (tree.get("before") instanceof ObjectNode before) {
            definition = before.path("mesosDefinition");
            before.put("mesosDefinition", tree.path("spec").path("service").asText() + "-migrated");
        }
        return third(tree).withSecretContent(definition);
    }

    /** The second knew nothing of Mesos but its counters: such a cutover is judged without calibration beforehand. */
    private static CutoverRecord third(ObjectNode tree) throws IOException {
        tree.put("format", CutoverRecord.FORMAT);
        return value(tree);
    }

    private static CutoverRecord value(JsonNode tree) throws IOException {
        List<String> missing =
                NEEDED.stream().filter(p -> isMissing(tree.at(p))).toList();
        if (!missing.isEmpty()) {
            throw new IOException("it has no "
                    + missing.stream()
                            .map(p -> p.substring(1).replace('/', '.'))
                            .collect(Collectors.joining(", ")));
        }
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
