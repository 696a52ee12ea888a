package io.jenkins.plugins.cutover.translation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Manifests as text for people: names first, quotes only where a reader of YAML 1.1 or 1.2 would misread. */
final class ManifestYaml {
    private static final List<String> FIRST = List.of("apiVersion", "kind", "metadata", "name", "namespace", "image");
    /** Not the mapper of {@code Json}, which would sort labels and annotations. */
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .stringQuotingChecker(new Careful())
            .build());

    private ManifestYaml() {}

    static String of(List<HasMetadata> manifests) {
        try {
            StringBuilder yaml = new StringBuilder();
            for (HasMetadata manifest : manifests) {
                yaml.append(YAML.writeValueAsString(ordered(JSON.valueToTree(manifest))));
            }
            return yaml.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest that was built here cannot be written", e);
        }
    }

    private static JsonNode ordered(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(n -> copy.add(ordered(n)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode copy = JSON.createObjectNode();
        FIRST.stream().filter(object::has).forEach(f -> copy.set(f, ordered(object.get(f))));
        object.fields().forEachRemaining(e -> {
            if (!copy.has(e.getKey())) {
                copy.set(e.getKey(), ordered(e.getValue()));
            }
        });
        return copy;
    }

    /** Omits the quotes only where no reader can take the text for anything but a string. */
    private static final class Careful extends StringQuotingChecker {
        private static final long serialVersionUID = 1L;
        private static final Pattern WORD = Pattern.compile("[A-Za-z/][A-Za-z0-9_./@+-]*(:[A-Za-z0-9_./@+-]+)*");
        private static final Set<String> OTHER = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

        @Override
        public boolean needToQuoteName(String name) {
            return !isWord(name);
        }

        @Override
        public boolean needToQuoteValue(String value) {
            return !isWord(value);
        }

        private static boolean isWord(String text) {
            return WORD.matcher(text).matches() && !OTHER.contains(text.toLowerCase(Locale.ROOT));
        }
    }
}
