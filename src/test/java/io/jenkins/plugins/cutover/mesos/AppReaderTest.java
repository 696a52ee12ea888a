package io.jenkins.plugins.cutover.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Answers of real Marathons of several versions. */
class AppReaderTest {
    private static final Path RESPONSES =
            Path.of(System.getProperty("cutover.basedir", ".")).resolve("../shared/marathon-corpus/responses");

    @Test
    void everyAnswerOfARealMarathonIsRead() throws IOException {
        assumeTrue(Files.isDirectory(RESPONSES), "skipped: there is no corpus beside this repository");
        List<App> apps = new ArrayList<>();
        try (Stream<Path> files = Files.list(RESPONSES)) {
            for (Path file : files.toList()) {
                JsonNode answer = new ObjectMapper().readTree(file.toFile());
                Iterable<JsonNode> all = answer.has("app") ? List.of(answer.path("app")) : answer.path("apps");
                all.forEach(a -> apps.add(AppReader.read(a)));
            }
        }
        assertThat(apps).hasSizeGreaterThan(4).allSatisfy(app -> {
            assertThat(app.id()).isNotEmpty();
            assertThat(app.definition().has("tasks")).isFalse();
            assertThat(app.definition().has("versionInfo")).isFalse();
        });
        assertThat(apps).anySatisfy(app -> assertThat(app.healthyTasks()).isNotEmpty());
    }

    @Test
    void theTextOfAnAppHoldsNoEnvironment() {
        assertThat(ReadinessTest.read("{'id':'/a','env':{'PASSWORD':'hidden'}}"))
                .asString()
                .doesNotContain("hidden");
    }

    @Test
    void aDefinitionHoldsOneFormOfPortsAndFetches() {
        JsonNode definition = ReadinessTest.read("{'id':'/a','uris':[],'fetch':[],'ports':[1],"
                        + "'portDefinitions':[{'port':1}],'tasksRunning':2,'version':'x'}")
                .definition();
        assertThat(definition.toString()).isEqualTo("{\"id\":\"/a\",\"fetch\":[],\"portDefinitions\":[{\"port\":1}]}");
    }

    @Test
    void aTaskOfAMarathonWithoutStatesRunsWhenItHasStarted() {
        App app = ReadinessTest.read("{'id':'/a','tasks':[{'id':'t','startedAt':'2015-12-01T10:03:40.966Z'}]}");
        assertThat(app.tasks().get(0).state()).isEqualTo("TASK_RUNNING");
    }
}
