package io.jenkins.plugins.cutover.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.pipeline.DeployToEksStep;
import io.jenkins.plugins.cutover.pipeline.HandOverStep;
import io.jenkins.plugins.cutover.pipeline.RecordApprovalStep;
import io.jenkins.plugins.cutover.pipeline.RetireMesosStep;
import io.jenkins.plugins.cutover.pipeline.RollbackToMesosStep;
import io.jenkins.plugins.cutover.pipeline.ShiftTrafficStep;
import io.jenkins.plugins.cutover.pipeline.VerifyStabilityStep;
import io.jenkins.plugins.cutover.pipeline.VerifyStabilityWithStep;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Every Groovy snippet is a Jenkinsfile that runs with the shared library; its steps get arguments that they take. */
@Isolated(PipelineRunner.ONE_JENKINS)
class PipelineSnippetsTest {
    private static final Map<String, Class<?>> STEPS = new TreeMap<>(Map.of(
            "deployToEks", DeployToEksStep.class,
            "shiftTraffic", ShiftTrafficStep.class,
            "verifyStability", VerifyStabilityStep.class,
            "verifyStabilityWith", VerifyStabilityWithStep.class,
            "handOver", HandOverStep.class,
            "retireMesos", RetireMesosStep.class,
            "recordApproval", RecordApprovalStep.class,
            "rollbackToMesos", RollbackToMesosStep.class));

    private static final Map<String, Object> ANSWER = Map.of(
            "verdict", "HEALTHY", "phases", List.of(Map.of("percent", "25", "bake", "5m"), Map.of("percent", "100")));

    private final List<String> called = new ArrayList<>();

    @TestFactory
    Stream<DynamicTest> everyPipelineSnippetRuns(@TempDir Path folder) {
        return Markdown.all().stream()
                .flatMap(page -> page.snippets("groovy").stream())
                .map(snippet -> DynamicTest.dynamicTest(snippet.where(), () -> check(snippet, folder)));
    }

    private void check(Markdown.Snippet snippet, Path folder) throws IOException {
        called.clear();
        PipelineRunner runner = new PipelineRunner(Markdown.ROOT);
        STEPS.forEach((name, type) -> runner.step(name, arguments -> call(name, type, arguments)));
        Path script = Files.writeString(folder.resolve("Jenkinsfile"), withLibrary(snippet.text()));
        PipelineRunner.Outcome outcome = runner.run(script.toString());
        assertThat(outcome.failure()).isNull();
        assertThat(outcome.result()).isEqualTo("SUCCESS");
        assertThat(called).isNotEmpty();
    }

    private static String withLibrary(String script) {
        return script.startsWith("@Library") ? script : "@Library('phased-cutover') _\n" + script;
    }

    private Object call(String name, Class<?> type, Map<String, Object> arguments) {
        called.add(name);
        assertThat(properties(type)).containsAll(arguments.keySet());
        return ANSWER;
    }

    private static Set<String> properties(Class<?> type) {
        try {
            Stream<String> names = Arrays.stream(Introspector.getBeanInfo(type).getPropertyDescriptors())
                    .map(PropertyDescriptor::getName);
            return Stream.concat(names, Stream.of("body")).collect(Collectors.toSet());
        } catch (IntrospectionException e) {
            throw new IllegalStateException(e);
        }
    }
}
