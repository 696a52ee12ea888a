package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The translation over real apps. */
class CorpusTest {
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @Test
    void everyValidFileConverts() {
        List<String> failed = new ArrayList<>();
        Corpus.files("dev").forEach((name, file) -> {
            try {
                assertThat(Translator.translateAll(Corpus.read(file), Corpus.SETTINGS))
                        .isNotEmpty();
            } catch (RuntimeException e) {
                failed.add(name + ": " + e.getMessage());
            }
        });
        assertThat(failed).isEmpty();
    }

    @Test
    void everyInvalidFileIsRefusedInOneLineThatNamesThePath() {
        List<String> accepted = new ArrayList<>();
        for (Map.Entry<String, Path> file : Corpus.files("invalid").entrySet()) {
            try {
                Translator.translateAll(Corpus.read(file.getValue()), Corpus.SETTINGS);
                accepted.add(file.getKey());
            } catch (InvalidInputException e) {
                assertThat(e.getMessage()).as(file.getKey()).isNotBlank().doesNotContain("\n");
            } catch (UncheckedIOException e) {
                assertThat(e.getMessage()).as(file.getKey()).contains("Duplicate field");
            }
        }
        assertThat(accepted).isEmpty();
    }

    @Test
    void noManifestHasAFieldThatKubernetesDoesNotKnow() throws Exception {
        for (Map.Entry<String, Path> file : Corpus.files("dev").entrySet()) {
            for (Translation app : Translator.translateAll(Corpus.read(file.getValue()), Corpus.SETTINGS)) {
                for (HasMetadata manifest : app.manifests()) {
                    HasMetadata again = STRICT.readValue(STRICT.writeValueAsString(manifest), manifest.getClass());
                    assertThat(again.equals(manifest)).as(file.getKey()).isTrue();
                }
            }
        }
    }

    @Test
    void everyManifestKeepsTheRulesOfTheApiServer() {
        Corpus.files("dev").forEach((name, file) -> {
            List<HasMetadata> all = new ArrayList<>();
            Translator.translateAll(Corpus.read(file), Corpus.SETTINGS).forEach(t -> all.addAll(t.manifests()));
            assertThat(ManifestRules.faults(all)).as(name).isEmpty();
        });
    }

    @Test
    void theSameInputGivesTheSameText() {
        Corpus.files("dev").forEach((name, file) -> {
            List<Translation> once = Translator.translateAll(Corpus.read(file), Corpus.SETTINGS);
            List<Translation> twice = Translator.translateAll(Corpus.read(file), Corpus.SETTINGS);
            for (int i = 0; i < once.size(); i++) {
                assertThat(once.get(i).yaml().equals(twice.get(i).yaml()))
                        .as(name)
                        .isTrue();
                assertThat(once.get(i).losses().equals(twice.get(i).losses()))
                        .as(name)
                        .isTrue();
            }
        });
    }
}
