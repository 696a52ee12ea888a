package io.jenkins.plugins.cutover.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated(PipelineRunner.ONE_JENKINS)
class PipelineRunnerTest {
    private static final Path ROOT = Path.of(System.getProperty("cutover.basedir", "."));
    private final List<String> seen = new ArrayList<>();
    private final PipelineRunner runner = new PipelineRunner(ROOT);

    @BeforeEach
    void steps() {
        runner.view(new PipelineRunner.View() {
            @Override
            public void stageStarted(List<String> path) {
                seen.add("[" + String.join("/", path) + "]");
            }

            @Override
            public void echo(String text) {
                seen.add(text);
            }
        });
        runner.step("deployToEks", a -> note("deploy", Map.of("phases", phases())));
        runner.step("shiftTraffic", a -> note("shift " + a.get("percent"), Map.of()));
        runner.step("verifyStability", a -> note("verify " + a.get("bake"), Map.of("verdict", "HEALTHY")));
        runner.step("recordApproval", a -> note("gate passed by " + a.get("approver"), Map.of()));
        runner.step("rollbackToMesos", a -> note("back: " + a.get("reason"), Map.of("outcome", "ROLLED_BACK")));
    }

    private static List<Map<String, Object>> phases() {
        return List.of(
                Map.of("percent", "5", "bake", "5s", "gate", false),
                Map.of("percent", "100", "bake", "5s", "gate", true));
    }

    private Object note(String what, Object answer) {
        seen.add(what);
        return answer;
    }

    @Test
    void nothingOfARunIsKeptWhenItIsOver() {
        WeakReference<Object> known = new WeakReference<>(ranWith(new Object()));
        Awaitility.await().until(() -> {
            System.gc();
            return known.get() == null;
        });
    }

    private static Object ranWith(Object known) {
        Map<String, Object> nothing = Map.of();
        PipelineRunner run = new PipelineRunner(ROOT).step("deployToEks", a -> known == null ? known : nothing);
        assertThat(run.run("examples/Jenkinsfile").result()).isEqualTo("FAILURE");
        return known;
    }

    @Test
    void theDeclarativeExampleShowsAStageForEachPhaseAndGate() {
        assertThat(runner.run("examples/Jenkinsfile").result()).isEqualTo("SUCCESS");
        assertThat(seen)
                .containsExactly(
                        "[Cutover]",
                        "[Cutover/orders]",
                        "[Cutover/orders/Deploy]",
                        "deploy",
                        "[Cutover/orders/Canary 5 %]",
                        "shift 5",
                        "verify 5s",
                        "[Cutover/orders/Gate 100 %]",
                        "gate passed by anonymous",
                        "approvalGate: orders: approved by anonymous",
                        "[Cutover/orders/Complete 100 %]",
                        "shift 100",
                        "verify 5s",
                        "phasedCutover: orders: COMPLETED, 100 % on EKS, last verdict HEALTHY");
    }

    @Test
    void aRampIsForEachPhaseAndADrainForTheLastOne(@TempDir Path folder) throws IOException {
        List<Map<String, Object>> shifts = new ArrayList<>();
        runner.step("shiftTraffic", a -> {
            shifts.add(a);
            return Map.of();
        });
        Path script = Files.writeString(
                folder.resolve("Jenkinsfile"),
                "@Library('phased-cutover') _\nphasedCutover service: 'orders', over: '2m', drain: '5m'");
        runner.run(script.toString());
        assertThat(shifts)
                .containsExactly(
                        Map.of("service", "orders", "percent", "5", "over", "2m"),
                        Map.of("service", "orders", "percent", "100", "over", "2m", "drain", "5m"));
    }

    @Test
    void theScriptedExampleRunsTheBareSteps() {
        assertThat(runner.run("examples/Jenkinsfile.steps").result()).isEqualTo("SUCCESS");
        assertThat(seen).containsSubsequence("deploy", "shift 5", "verify 5s", "shift 100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"examples/Jenkinsfile", "examples/Jenkinsfile.steps"})
    void aFailedStepBringsTheServiceBackAndFailsTheBuild(String script) {
        runner.step("verifyStability", a -> {
            throw new IllegalStateException("orders at 5%: HARMFUL");
        });
        PipelineRunner.Outcome outcome = runner.run(script);
        assertThat(outcome.result()).isEqualTo("FAILURE");
        assertThat(outcome.failure()).hasMessage("orders at 5%: HARMFUL");
        assertThat(seen).contains("back: orders at 5%: HARMFUL");
    }

    @Test
    void anAbortEndsTheStepUnderWayAndTheRollbackStillRuns() {
        runner.step("verifyStability", a -> {
            runner.abort("aborted by alice");
            new CountDownLatch(1).await();
            return null;
        });
        assertThat(runner.run("examples/Jenkinsfile").result()).isEqualTo("ABORTED");
        assertThat(seen).contains("back: aborted by alice");
    }

    @Test
    void aRefusedGateBringsTheServiceBack() {
        runner.input(question -> {
            throw new IllegalStateException("Rejected by bob");
        });
        assertThat(runner.run("examples/Jenkinsfile").result()).isEqualTo("FAILURE");
        assertThat(seen).contains("back: Rejected by bob").doesNotContain("shift 100");
    }

    @Test
    void aFailedRollbackDoesNotHideWhatWasWrong() {
        runner.step("shiftTraffic", a -> {
            throw new IllegalStateException("instance h2 refused");
        });
        runner.step("rollbackToMesos", a -> {
            throw new IllegalStateException("Marathon is away");
        });
        assertThat(runner.run("examples/Jenkinsfile").failure()).hasMessage("instance h2 refused");
        assertThat(seen)
                .contains(
                        "phasedCutover: orders: FAILED, 0 % on EKS: instance h2 refused; the rollback failed: Marathon is away");
    }
}
