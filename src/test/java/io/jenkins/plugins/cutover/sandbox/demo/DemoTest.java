package io.jenkins.plugins.cutover.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.sandbox.RealCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example pipeline with the plugin's steps, on real HAProxy under live load, with each fault. */
final class DemoTest {
    @TempDir
    private Path out;

    private record Ran(int exit, JsonNode report, String err) {
        List<String> events(String kind) {
            List<String> texts = new ArrayList<>();
            report.get("events").forEach(e -> {
                if (e.get("kind").asText().equals(kind)) {
                    texts.add(e.get("text").asText());
                }
            });
            return texts;
        }

        JsonNode rollback() {
            return report.get("rollback");
        }
    }

    private Ran demo(String... args) throws Exception {
        StringWriter printed = new StringWriter();
        StringWriter errors = new StringWriter();
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--json", "--out", out.toString()));
        int exit = Demo.commandLine()
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(errors))
                .execute(all.toArray(String[]::new));
        JsonNode report = printed.toString().isEmpty() ? null : Json.mapper().readTree(printed.toString());
        return new Ran(exit, report, errors.toString());
    }

    private Ran faulty(String fault) throws Exception {
        return demo("--phases", "25,50,100", "--bake", "2s", "--fault", fault);
    }

    private static void assertRolledBack(Ran ran) {
        assertThat(ran.exit()).describedAs(ran.report().toString()).isEqualTo(3);
        assertThat(ran.report().get("outcome").asText()).isEqualTo("ROLLED_BACK");
        assertThat(ran.rollback().get("mesosInstancesAfter").asInt())
                .isEqualTo(ran.rollback().get("mesosInstancesBefore").asInt())
                .isEqualTo(4);
        assertThat(ran.events("aftermath")).singleElement().asString().contains(" 0 by EKS, 0 failed");
    }

    @Test
    void aHealthyCutoverReachesEachShareAndLosesNoRequest() throws Exception {
        Ran ran = demo();
        assertThat(ran.exit()).describedAs(String.valueOf(ran.report())).isZero();
        assertThat(ran.report().get("requests").get("failed").asLong()).isZero();
        assertThat(ran.report().get("phases")).hasSize(4).allSatisfy(phase -> {
            assertThat(phase.get("verdict").asText()).isEqualTo("HEALTHY");
            if (phase.get("requests").asLong() >= 2000) {
                assertThat(phase.get("measured").asDouble())
                        .isBetween(
                                phase.get("percent").asDouble() - .5,
                                phase.get("percent").asDouble() + .5);
            }
        });
    }

    @Test
    void aWorkloadTranslatedFromTheLiveMarathonAppTakesAllTraffic() throws Exception {
        Ran ran = demo("--from-marathon", "--phases", "10,100", "--bake", "2s");
        assertThat(ran.exit()).describedAs(String.valueOf(ran.report())).isZero();
        assertThat(ran.report().get("requests").get("failed").asLong()).isZero();
        assertThat(ran.events("deploy")).first().asString().startsWith("applying 3 objects");
        assertThat(ran.report().at("/phases/1/measured").asDouble()).isEqualTo(100);
    }

    @Test
    void errorsInHalfOfTheAnswersCauseARollback() throws Exception {
        assertRolledBack(faulty("errors50"));
    }

    @Test
    void errorsInFivePercentOfTheAnswersCauseARollbackWithFewHarmedRequests() throws Exception {
        Ran ran = demo("--phases", "10,25", "--bake", "8s", "--fault", "errors", "--fault-at", "10");
        assertRolledBack(ran);
        assertThat(ran.rollback().get("harmedRequests").asLong()).isLessThan(60);
    }

    @Test
    void harmInTheLastPhaseCausesARollback() throws Exception {
        assertRolledBack(demo("--phases", "50,100", "--bake", "2s", "--fault", "errors50", "--fault-at", "100"));
    }

    @Test
    void farSlowerAnswersCauseARollback() throws Exception {
        Ran ran = demo("--phases", "25,50,100", "--bake", "8s", "--fault", "latency");
        assertRolledBack(ran);
        assertThat(ran.rollback().get("reason").asText()).contains("slower");
    }

    @Test
    void aCrashOfAllPodsCausesARollback() throws Exception {
        assertRolledBack(faulty("crash"));
    }

    @Test
    void anAbortedPipelineCausesARollback() throws Exception {
        Ran ran = faulty("abort");
        assertRolledBack(ran);
        assertThat(ran.report().get("requests").get("failed").asLong()).isZero();
        assertThat(ran.rollback().get("reason").asText()).contains("aborted");
    }

    @Test
    void aReloadedHaproxyIsRepairedAndTheCutoverCompletes() throws Exception {
        Ran ran = faulty("haproxy-reload");
        assertThat(ran.exit()).describedAs(ran.report().toString()).isZero();
        assertThat(ran.report().get("requests").get("failed").asLong()).isZero();
        assertThat(ran.events("drift")).isNotEmpty();
        assertThat(ran.events("put-right")).isNotEmpty();
    }

    @Test
    void aFrozenHaproxyUndoesTheShiftAndTheRollbackWaitsOnlyForIt() throws Exception {
        Ran ran = faulty("haproxy-frozen");
        assertRolledBack(ran);
        assertThat(ran.events("undo")).singleElement().asString().contains("taking the shift to 50% back");
        assertThat(ran.events("traffic-back"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("PARTIAL: 1 of 2 HAProxy instances");
        assertThat(ran.report().get("requests").get("failed").asLong()).isZero();
    }

    @Test
    void theRollbackWaitsForALockedMarathonWithoutForce() throws Exception {
        Ran ran = faulty("marathon-locked");
        assertRolledBack(ran);
        assertThat(ran.events("waiting")).anyMatch(text -> text.contains("locked by deployment"));
    }

    /** It retires too: one run for what follows 100 %. */
    @Test
    void podsThatAreReplacedAtAGateLoseNoRequestAndMesosIsRetired() throws Exception {
        Ran ran = demo(
                "--phases",
                "25,100",
                "--bake",
                "2s",
                "--gate-at",
                "100",
                "--approve-after",
                "8s",
                "--retire",
                "--fault",
                "pods-replaced",
                "--fault-at",
                "gate");
        assertThat(ran.exit()).describedAs(String.valueOf(ran.report())).isZero();
        assertThat(ran.report().get("requests").get("failed").asLong()).isZero();
        assertThat(ran.events("gate")).singleElement().asString().startsWith("Send 100 % of orders to EKS?");
        assertThat(ran.events("endpoints")).isNotEmpty();
        assertThat(ran.events("retired")).containsExactly("Mesos is given up: 4 instances released");
    }

    @Test
    void theHandoverLosesNoRequestThroughReloadsAndReplacedPods() throws Exception {
        Ran ran = demo("--phases", "100", "--bake", "2s", "--rate", "150", "--handover");
        assertThat(ran.exit()).describedAs(String.valueOf(ran.report())).isZero();
        assertThat(ran.report().get("requests").get("failed").asLong()).isZero();
        assertThat(ran.events("handed-over")).singleElement().asString().contains("all to EKS");
        assertThat(ran.events("demo"))
                .as("the handover, and a reload after the pods moved")
                .hasSize(3)
                .contains("every pod was replaced by one at another address");
        assertThat(ran.events("drift")).isEmpty();
    }

    @Test
    void harmAtAGateEndsTheGateAndCausesARollback() throws Exception {
        Ran ran = demo(
                "--phases",
                "50,100",
                "--bake",
                "2s",
                "--gate-at",
                "100",
                "--approve-after",
                "60s",
                "--fault",
                "errors50",
                "--fault-at",
                "gate");
        assertRolledBack(ran);
        assertThat(ran.events("gate")).as("it was not approved").isEmpty();
        assertThat(ran.rollback().get("harmedRequests").asLong()).isLessThanOrEqualTo(900);
    }

    @Test
    void harmInTheSoakKeepsMesosAndCausesARollback() throws Exception {
        Ran ran = demo("--phases", "100", "--bake", "2s", "--retire", "--fault", "errors50", "--fault-at", "soak");
        assertRolledBack(ran);
        assertThat(ran.events("retire")).isEmpty();
        assertThat(ran.rollback().get("reason").asText()).contains("EKS");
    }

    @Test
    void theWholeCutoverRunsOnARealControlPlane() throws Exception {
        RealCluster.orSkip(DemoTest.class);
        Ran ran = demo("--cluster", "real", "--phases", "25,100", "--bake", "3s");
        assertThat(ran.exit()).describedAs(String.valueOf(ran.report())).isZero();
        assertThat(ran.report().get("requests").get("failed").asLong()).isZero();
        assertThat(ran.events("smoke")).containsExactly("every pod gave 20 of 20 good answers to GET /health");
    }

    @Test
    void aCrashOfAllPodsOnARealControlPlaneCausesARollback() throws Exception {
        RealCluster.orSkip(DemoTest.class);
        assertRolledBack(demo("--cluster", "real", "--phases", "10,50", "--bake", "2s", "--fault", "crash"));
    }

    @Test
    void anUnknownClusterIsRefusedWithTheValidNames() throws Exception {
        Ran ran = demo("--cluster", "eks");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("--cluster: \"eks\" is not one of sandbox, real");
    }

    @Test
    void wrongUsagePrintsOneLineAndStartsNothing() throws Exception {
        for (List<String> wrong : List.of(
                List.of("--phases", "5,101"),
                List.of("--phases", "ten"),
                List.of("--phases", "50,25"),
                List.of("--fault", "flood"),
                List.of("--fault", "not-found", "--fault-fraction", "half"),
                List.of("--fault", "not-found", "--fault-fraction", "1.5"),
                List.of("--fault", "one-bad-pod", "--fault-fraction", ".5"),
                List.of("--fault", "not-found", "--fault-factor", "2"),
                List.of("--fault", "latency", "--fault-factor", "1"),
                List.of("--fault", "late", "--bake", "5s"),
                List.of("--fault-at", "33"),
                List.of("--fault-at", "gate"),
                List.of("--fault-at", "gate", "--gate-at", "5", "--approve-after", "1s"),
                List.of("--fault-at", "soak"),
                List.of("--retire", "--fault-at", "soak", "--fault", "abort"),
                List.of("--retire", "--phases", "5,50"),
                List.of("--handover", "--phases", "5,50"),
                List.of("--handover", "--from-marathon"),
                List.of("--handover", "--jenkins"),
                List.of("--gate-at", "33", "--approve-after", "1s"),
                List.of("--gate-at", "25"),
                List.of("--gate-at", "25", "--gate-at", "25", "--approve-after", "1s"),
                List.of("--gate-at", "25", "--approve-after", "later"),
                List.of("--bake", "soon"),
                List.of("--soak", "long"),
                List.of("--rate", "-1"))) {
            Ran ran = demo(wrong.toArray(String[]::new));
            assertThat(ran.exit()).describedAs(wrong.toString()).isEqualTo(2);
            assertThat(ran.err().lines()).describedAs(wrong.toString()).hasSize(1);
            assertThat(ran.report()).isNull();
        }
    }
}
