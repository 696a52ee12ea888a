package io.jenkins.plugins.cutover.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** docs/service-file.md, made from docs/service.schema.json. */
final class ServiceFilePage {
    private static final String HEAD = """
            # The service file

            <!-- Generated from service.schema.json by GeneratedPagesTest. Do not edit. -->

            A service file says where a service is and where it goes. [Your first service](first-service.md#5-write-the-service-file)
            has an example. All errors are reported together, with their lines. Editors check the file with the
            [JSON Schema](service.schema.json).

            Where an administrator has configured the environment in Jenkins, the addresses of HAProxy, Marathon and the cluster may
            be left out.

            A time is written such as 250ms, 5s, 2m or 1h30m. A percentage has at most two decimals. A credential is a name; see
            [security](security.md#secrets).

            """;

    private final JsonNode definitions;
    private final StringBuilder page = new StringBuilder(HEAD);

    private ServiceFilePage(JsonNode schema) {
        definitions = schema.path("$defs");
    }

    static String text() throws IOException {
        JsonNode schema =
                new ObjectMapper().readTree(Files.readString(Markdown.ROOT.resolve("docs/service.schema.json")));
        ServiceFilePage made = new ServiceFilePage(schema);
        made.section("The whole file", "", made.definitions.path("serviceOfAnEnvironment"));
        made.section("haproxy", "haproxy.", made.definitions.path("haproxy"));
        made.section("marathon", "marathon.", made.definitions.path("marathon"));
        made.section("eks", "eks.", made.definitions.path("eks"));
        made.section("handover", "handover.", made.definitions.path("handover"));
        made.section("verify", "verify.", made.definitions.path("verify"));
        made.section("verify.checks", "", made.definitions.path("check"));
        made.section("verify.probes", "", made.definitions.path("probe"));
        return made.page.toString();
    }

    private void section(String title, String prefix, JsonNode object) {
        page.append("## ").append(title).append("\n\n");
        if (object.has("description")) {
            page.append(object.path("description").asText()).append("\n\n");
        }
        page.append("| field | value | meaning |\n|---|---|---|\n");
        rows(prefix, object);
        page.append('\n');
    }

    private void rows(String prefix, JsonNode object) {
        TreeSet<String> required = new TreeSet<>();
        object.path("required").forEach(name -> required.add(name.asText()));
        fields(object).forEach((name, field) -> row(prefix + name, field, required.contains(name)));
    }

    /** The fields of an object and of its conditional parts, each once. */
    private static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        object.path("properties").properties().forEach(field -> all.put(field.getKey(), field.getValue()));
        for (JsonNode condition : object.path("allOf")) {
            for (String branch : List.of("then", "else")) {
                condition.path(branch).path("properties").properties().stream()
                        .filter(field -> field.getValue().has("type"))
                        .forEach(field -> all.putIfAbsent(field.getKey(), field.getValue()));
            }
        }
        return all;
    }

    private void row(String name, JsonNode field, boolean required) {
        JsonNode target = resolved(field);
        String ownText =
                field.path("description").asText(target.path("description").asText(""));
        boolean section = target.has("properties");
        String linked = section && field.has("$ref") ? "[`" + name + "`](#" + name + ")" : "`" + name + "`";
        page.append("| ").append(linked).append(required ? " (required)" : "").append(" | ");
        page.append(cell(value(target))).append(" | ").append(cell(ownText)).append(" |\n");
        if (section && !field.has("$ref")) {
            rows(name + ".", target);
        }
        if (wordOrSection(target)) {
            rows(name + ".", target.path("anyOf").path(1));
        }
        if (name.equals("phases")) {
            rows("phases[].", target.path("items").path("anyOf").path(1));
        }
    }

    private static boolean wordOrSection(JsonNode field) {
        return field.path("anyOf").path(0).has("enum")
                && field.path("anyOf").path(1).has("properties");
    }

    private JsonNode resolved(JsonNode field) {
        String reference = field.path("$ref").asText("");
        return reference.isEmpty() ? field : definitions.path(reference.replace("#/$defs/", ""));
    }

    /** What may be written, in words. */
    private String value(JsonNode field) {
        if (wordOrSection(field)) {
            return value(field.path("anyOf").path(0)) + " or a section";
        }
        if (field.has("enum")) {
            return StreamSupport.stream(field.path("enum").spliterator(), false)
                    .map(choice -> "`" + choice.asText() + "`")
                    .collect(Collectors.joining(", "));
        }
        if (field == definitions.path("percent")) {
            return "a percentage";
        }
        if (field == definitions.path("duration") || field == definitions.path("anyDuration")) {
            return "a time";
        }
        if (field == definitions.path("secondOrMore")) {
            return "a time of 1s or more";
        }
        return switch (field.path("type").isArray()
                ? "text"
                : field.path("type").asText()) {
            case "boolean" -> "`true` or `false`";
            case "integer" -> "a whole number" + range(field);
            case "number" -> "a number" + range(field);
            case "array" -> "a list";
            case "object" -> "a section";
            default -> "text";
        };
    }

    private static String range(JsonNode field) {
        List<String> parts = new ArrayList<>();
        if (field.has("minimum")) {
            parts.add("from " + plain(field.path("minimum")));
        }
        if (field.has("maximum")) {
            parts.add("to " + plain(field.path("maximum")));
        }
        return parts.isEmpty() ? "" : " " + String.join(" ", parts);
    }

    private static String plain(JsonNode number) {
        return number.decimalValue().stripTrailingZeros().toPlainString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
