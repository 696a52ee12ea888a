package io.jenkins.plugins.cutover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A build that an earlier version started continues after an upgrade: each step execution that the earlier version
 * serialized equals the one that this version creates from the same arguments.
 */
@Isolated(PipelineRunner.ONE_JENKINS)
class RunningBuildTest {
    private static final Path FILES =
            Path.of(System.getProperty("cutover.basedir", "."), "src/test/resources/running-builds");

    static List<Path> executions() throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            return files.filter(f -> f.toString().endsWith(".ser")).sorted().toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".ser", "");
    }

    private static StepExecution read(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return RunningSteps.read(in, new FakeStepContext(Map.of()));
        }
    }

    @Test
    void everyVersionHasEveryExecution() throws Exception {
        for (String version : List.of("0.1.0")) {
            assertThat(executions())
                    .filteredOn(f -> f.getParent().endsWith(version))
                    .extracting(RunningBuildTest::name)
                    .containsExactlyInAnyOrderElementsOf(RunningSteps.all().keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("executions")
    void anExecutionKeepsAllItsFields(Path file) throws Exception {
        assertThat(read(file))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .withEqualsForFields((a, b) -> a.toString().equals(b.toString()), "target") // an enum of a former name
                .ignoringFields("context", "label", "body.body") // a label is text for people
                .isEqualTo(RunningSteps.all().get(name(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"retire", "retire-delete"})
    void theRetirementKeepsItsTarget(String name) throws Exception {
        Context context = new CalmWorld().context("orders#1");
        Operation read = ((OperationExecution) read(FILES.resolve("0.1.0/" + name + ".ser"))).operation(context);
        Operation today = ((OperationExecution) RunningSteps.all().get(name)).operation(context);
        assertThat(read).usingRecursiveComparison().isEqualTo(today);
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "passed", "failed"})
    void aBodyKeepsItsState(String state) throws Exception {
        VerifyStabilityStep.Execution verify =
                (VerifyStabilityStep.Execution) read(FILES.resolve("0.1.0/verify-body-" + state + ".ser"));
        assertThat(verify.body().companion().state()).asString().isEqualToIgnoringCase(state);
        assertThat(verify.body().companion().reason())
                .isEqualTo(state.equals("failed") ? "the front page is empty" : "");
    }
}
