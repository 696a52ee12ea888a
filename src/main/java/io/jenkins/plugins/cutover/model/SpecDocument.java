package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A service's settings before they are validated.
 *
 * @param origin what the text is, for messages: a file's name
 * @param tree a mapping if it is valid
 * @param lines the line of the text, from 1, on which each field begins, by its path ({@code phases[1].percent})
 */
public record SpecDocument(String origin, JsonNode tree, Map<String, Integer> lines) {
    private static final ObjectMapper YAML = Yaml.mapper();

    public SpecDocument {
        lines = Map.copyOf(lines);
    }

    /** @throws InvalidInputException with the line, when the text is not YAML or gives a field twice */
    public static SpecDocument yaml(String origin, String text) {
        try {
            return new SpecDocument(origin, YAML.readTree(text), lines(text));
        } catch (JsonProcessingException e) {
            String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
            throw new InvalidInputException(origin + line + ": not YAML: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    /** Settings without a text. */
    public static SpecDocument of(String origin, Map<?, ?> tree) {
        return new SpecDocument(origin, YAML.valueToTree(tree), Map.of());
    }

    /** Other settings of the same origin. @param changed the paths that are not from the text any more */
    public SpecDocument with(Map<?, ?> others, Collection<String> changed) {
        Map<String, Integer> left = new HashMap<>(lines);
        left.keySet().removeIf(path -> changed.stream().anyMatch(c -> within(path, c)));
        return new SpecDocument(origin, YAML.valueToTree(others), left);
    }

    /** @throws InvalidInputException when it is a list or a single value */
    public Map<String, Object> toMap() {
        if (tree.isObject()) {
            return YAML.convertValue(tree, new TypeReference<LinkedHashMap<String, Object>>() {});
        }
        if (tree.isMissingNode() || tree.isNull()) {
            return new LinkedHashMap<>();
        }
        throw new InvalidInputException(origin + ": not a YAML mapping");
    }

    /** @param fault begins with the path of the field; a missing field gets the line of its section */
    String placed(String fault) {
        int colon = fault.indexOf(": ");
        for (String path = fault.substring(0, Math.max(0, colon)); !path.isEmpty(); path = parent(path)) {
            if (lines.containsKey(path)) {
                return origin + ":" + lines.get(path) + ": " + fault;
            }
        }
        return origin + ": " + fault;
    }

    private static boolean within(String path, String part) {
        return path.equals(part) || path.startsWith(part + ".") || path.startsWith(part + "[");
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    private static Map<String, Integer> lines(String text) throws JsonProcessingException {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = YAML.createParser(text)) {
            if (parser.nextToken() != null) {
                note(parser, "", lines);
            }
            return lines;
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("a text cannot fail to be read", e);
        }
    }

    private static void note(JsonParser parser, String path, Map<String, Integer> lines) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String inner = path.isEmpty() ? parser.currentName() : path + "." + parser.currentName();
                lines.put(inner, parser.currentTokenLocation().getLineNr());
                parser.nextToken();
                note(parser, inner, lines);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                String inner = path + "[" + i + "]";
                lines.put(inner, parser.currentTokenLocation().getLineNr());
                note(parser, inner, lines);
            }
        }
    }
}
