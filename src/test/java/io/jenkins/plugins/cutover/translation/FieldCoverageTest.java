package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every value of every real app is changed, one at a time: the manifests, the losses or the refusal must change with it.
 * So each path is either translated or reported; a value without an effect was lost silently.
 */
class FieldCoverageTest {
    @Test
    void everyPathOfTheInputIsTranslatedOrReported() {
        AtomicInteger changes = new AtomicInteger();
        List<String> forgotten = Corpus.files("dev").entrySet().parallelStream()
                .flatMap(file -> forgotten(file.getKey(), Corpus.read(file.getValue()), changes).stream())
                .toList();
        assertThat(changes).hasValueGreaterThan(5000);
        assertThat(forgotten).isEmpty();
    }

    private static List<String> forgotten(String file, JsonNode document, AtomicInteger changes) {
        List<String> forgotten = new ArrayList<>();
        for (AppSource app : new AppDocument(document).apps()) {
            List<Change> all = new ArrayList<>();
            collect(app.app(), "", all);
            changes.addAndGet(all.size());
            forgotten(app.app(), all).forEach(p -> forgotten.add(p + " of " + file));
        }
        return forgotten;
    }

    private static List<String> forgotten(JsonNode app, List<Change> changes) {
        Output before = output(app);
        List<String> forgotten = new ArrayList<>();
        for (Change change : changes) {
            change.apply().run();
            if (output(app).equals(before) && !before.reports(change.path())) {
                forgotten.add(change.path());
            }
            change.undo().run();
        }
        return forgotten;
    }

    private record Change(String path, Runnable apply, Runnable undo) {}

    private static void collect(JsonNode node, String path, List<Change> changes) {
        if (node instanceof ObjectNode object) {
            object.fields()
                    .forEachRemaining(e ->
                            value(e.getValue(), Field.join(path, e.getKey()), v -> object.set(e.getKey(), v), changes));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                value(array.get(i), path + "[" + i + "]", v -> array.set(index, v), changes);
            }
        }
    }

    private static void value(JsonNode value, String path, Consumer<JsonNode> set, List<Change> changes) {
        if (value.isContainerNode()) {
            collect(value, path, changes);
        } else if (!value.isNull()) {
            changes.add(new Change(path, () -> set.accept(other(value)), () -> set.accept(value)));
        }
    }

    private static JsonNode other(JsonNode value) {
        if (value.isBoolean()) {
            return BooleanNode.valueOf(!value.asBoolean());
        }
        if (value.isNumber()) {
            return DecimalNode.valueOf(
                    value.decimalValue().multiply(BigDecimal.valueOf(2)).add(BigDecimal.valueOf(601)));
        }
        return TextNode.valueOf(value.asText() + "x");
    }

    /**
     * The whole result, including the secret, whose values are nowhere else.
     *
     * @param reported the paths that the losses name: their values are cut to one line
     */
    private record Output(Object manifests, Object losses, Object routes, Object secret, Set<String> reported) {
        boolean reports(String path) {
            return reported.stream()
                    .anyMatch(r -> path.equals(r) || path.startsWith(r + ".") || path.startsWith(r + "["));
        }
    }

    private static Output output(JsonNode document) {
        try {
            Translation app = Translator.translate(document, Corpus.SETTINGS);
            Set<String> paths = app.losses().stream().map(Loss::path).collect(Collectors.toSet());
            return new Output(app.manifests(), app.losses(), app.routes(), app.secret(), paths);
        } catch (InvalidInputException e) {
            return new Output(e.getMessage(), "", "", "", Set.of());
        }
    }
}
