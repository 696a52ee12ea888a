package io.jenkins.plugins.cutover.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cutover.sandbox.LoadGenerator;
import io.jenkins.plugins.cutover.sandbox.LoadPlan;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import io.jenkins.plugins.cutover.sandbox.controller.JenkinsArtifacts;
import io.jenkins.plugins.cutover.sandbox.controller.RealController;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The plugin file that we ship, installed on a real controller, moves a service by the example pipeline. */
class RealControllerIT {
    private static final Path BASE = Path.of(System.getProperty("cutover.basedir", "."));
    private static final String JOB = "orders-cutover";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path home;

    @Test
    void theExamplePipelineMovesTheServiceThroughARestart() throws Exception {
        var missing = JenkinsArtifacts.missing();
        missing.ifPresent(
                m -> System.out.println("RealControllerIT: skipped, " + m + " is not in the local repository"));
        assumeTrue(missing.isEmpty());
        try (Sandbox sandbox = Sandbox.start();
                LoadGenerator load = LoadGenerator.start(LoadPlan.of(200, sandbox.entrances()));
                RealController controller =
                        new RealController(home, BASE.resolve("target/phased-cutover.hpi"), configuration())) {
            controller.job(JOB, Files.readString(BASE.resolve("examples/Jenkinsfile")));
            controller.workspaceFile(JOB, "orders.yaml", sandbox.yaml("""
                    phases: [25, 100]
                    bake: 8s
                    verify: {minRequests: 20, block: 1s, poll: 250ms, warmUp: 1s}
                    """));
            Path metrics = home.resolve("plugins/metrics.jpi");
            Path aside = home.resolve("metrics.jpi.aside");
            Files.move(metrics, aside); // an optional dependency: without it first, with it after the restart
            controller.start();
            assertThat(controller.plugins())
                    .containsEntry("phased-cutover", true)
                    .doesNotContainKey("metrics");
            controller.build(JOB);
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> controller.console(JOB, 1).contains("orders 25%: watching")
                            || !controller.result(JOB, 1).isEmpty());
            assertThat(controller.console(JOB, 1)).contains("orders 25%: watching");
            controller.stop();
            Files.move(aside, metrics);
            controller.start();
            assertThat(controller.plugins())
                    .containsEntry("phased-cutover", true)
                    .containsEntry("metrics", true)
                    .doesNotContainValue(false);
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> !controller.result(JOB, 1).isEmpty());
            assertThat(controller.console(JOB, 1)).contains("phasedCutover: orders: COMPLETED, 100 % on EKS");
            assertThat(controller.page("job/" + JOB + "/1/cutover/report?service=orders"))
                    .contains("<svg");
            assertThat(controller.page("metrics/currentUser/metrics"))
                    .contains("\"phased-cutover.verdicts.healthy\":{\"value\":2}", "phased-cutover.restore.traffic");
            assertThat(load.snapshot().failed()).isZero();
        }
    }

    private static String configuration() {
        return """
                jenkins:
                  numExecutors: 2
                credentials:
                  system:
                    domainCredentials:
                      - credentials:
                          - string: {scope: GLOBAL, id: sandbox-cluster, secret: "%s"}
                """.formatted(Sandbox.TOKEN);
    }
}
