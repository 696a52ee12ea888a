package io.jenkins.plugins.cutover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.journal.OwnerLiveness;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.JournalAddress;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.engine.Stores;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.shift.ShiftOptions;
import io.jenkins.plugins.cutover.sandbox.LoadGenerator;
import io.jenkins.plugins.cutover.sandbox.LoadPlan;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The command line as an on-call person uses it: a process of its own, Jenkins gone, only the journal left. */
final class CommandLineRollbackTest {
    private static Sandbox sandbox;
    private static ScheduledExecutorService scheduler;

    private record Ended(int exit, String out, String err) {}

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start();
        scheduler = Executors.newSingleThreadScheduledExecutor();
    }

    @AfterAll
    static void stop() {
        scheduler.shutdownNow();
        sandbox.close();
    }

    private static Ended cutover(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(words));
        Path err = Files.createTempFile(sandbox.folder(), "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().put("CUTOVER_SECRET_SANDBOX_CLUSTER", Sandbox.TOKEN);
        builder.environment()
                .put("CUTOVER_JOURNAL", sandbox.folder().resolve("journal").toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    private static void run(Operation operation) throws Exception {
        new Runner(scheduler).start(operation).result().get(60, TimeUnit.SECONDS);
    }

    private static Path config(String yaml) throws Exception {
        return Files.writeString(Files.createTempFile(sandbox.folder(), "orders", ".yaml"), yaml);
    }

    @Test
    void aServiceLeftHalfWayComesBackWithNothingButItsName() throws Exception {
        ServiceSpec spec = sandbox.spec("phases: [25, 100]");
        Context jenkins = sandbox.context("build that is gone");
        run(new Deploy(jenkins, spec, ""));
        run(new Shift(jenkins, "orders", Share.ofPercent(25), ShiftOptions.of(Duration.ZERO, Duration.ofSeconds(10))));

        JsonNode open =
                Json.mapper().readTree(cutover("status", "--open", "--json").out());
        assertThat(open).hasSize(1);
        assertThat(open.get(0).get("percent").asDouble()).isEqualTo(25);

        Ended back = cutover("rollback", "--service", "orders", "--reason", "Jenkins is down", "--json");
        assertThat(back.exit()).describedAs(back.err()).isZero();
        assertThat(Json.mapper().readTree(back.out()).get("mesosInstances").asInt())
                .isEqualTo(4);
        assertThat(sandbox.first().command("get weight orders/mesos1")).startsWith("100 ");
        assertThat(sandbox.second().command("get weight orders/eks1")).startsWith("0 ");

        assertThat(cutover("rollback", "--service", "orders").exit()).isZero();
        assertThat(cutover("status").out()).contains("orders", "ROLLED_BACK");
    }

    /** Of a command line on this machine that has ended; no process has such a number. */
    private static Context dead() {
        Context living = sandbox.context("any");
        Owner owner = new Owner(
                "cli",
                "pid 4194305 on this machine",
                OwnerLiveness.thisProcess().at());
        return new Context(living.journal(), living.locks(), living.clients(), living.clock(), owner);
    }

    @Test
    void aCutoverWhoseOwnerDiedGoesOnToItsEndAndThroughTheGatesThatSomebodyApproved() throws Exception {
        ServiceSpec spec = sandbox.spec("phases: [25, {percent: 50, gate: true}, 100]\nbake: 1s\n"
                + "verify: {minRequests: 20, block: 1s, poll: 250ms, warmUp: 1s}");
        run(new Deploy(dead(), spec, ""));
        run(new Shift(dead(), "orders", Share.ofPercent(25), Duration.ZERO, Duration.ofSeconds(10)));
        try (LoadGenerator load = LoadGenerator.start(LoadPlan.of(200, sandbox.entrances()))) {
            Ended first = cutover("resume");
            assertThat(first.exit()).describedAs(first.err()).isZero();
            assertThat(first.out())
                    .contains("orders: verify continues")
                    .endsWith("orders is RUNNING with 25% on EKS; next: 50%, after an approval, judged for 1s"
                            + " (resume --all), or rollback\n");
            Ended status = cutover("status");
            assertThat(status.out()).contains("orders: RUNNING, 25% on EKS", "./cutover resume --service orders");

            Ended rest = cutover("resume", "--service", "orders", "--all", "--approved-by", "Ada");
            assertThat(rest.exit()).describedAs(rest.err()).isZero();
            assertThat(rest.out()).endsWith("orders is COMPLETED with 100% on EKS\n");
            assertThat(sandbox.journal().find("orders").orElseThrow().history())
                    .extracting(Event::text)
                    .contains("Send 50% of orders to EKS? Approved by Ada")
                    .anyMatch(line -> line.contains("was taken over from cli pid 4194305 on this machine"));
            assertThat(load.snapshot().failed()).isZero();
        }
        assertThat(cutover("resume").err()).contains("no cutover is open");
        assertThat(cutover("rollback", "--service", "orders").exit()).isZero();
    }

    @Test
    void whatIsRecordedInTheClusterComesBackFromAnyMachine() throws Exception {
        EksSpec.Access access = sandbox.cluster().access();
        String journal = "kubernetes:shop?server=" + access.server() + "&ca=" + access.ca() + "&credential="
                + access.credential();
        Stores stores = Stores.open(
                JournalAddress.parse(journal),
                sandbox.secrets(),
                Clock.systemUTC(),
                OwnerLiveness.NONE,
                sandbox.folder().resolve("copies"));
        Context local = sandbox.context("build of a controller that is gone");
        Context shared = new Context(stores.journal(), stores.locks(), local.clients(), local.clock(), local.owner());
        run(new Deploy(shared, sandbox.spec("phases: [25, 100]"), ""));
        run(new Shift(shared, "orders", Share.ofPercent(25), Duration.ZERO, Duration.ofSeconds(10)));

        assertThat(cutover("status", "--journal", journal).out()).contains("orders: RUNNING, 25% on EKS");
        Ended back = cutover("rollback", "--journal", journal, "--service", "orders");
        assertThat(back.exit()).describedAs(back.err()).isZero();
        assertThat(sandbox.first().command("get weight orders/eks1")).startsWith("0 ");
    }

    @Test
    void theServiceFileAloneSendsTheTrafficBackWhenTheRecordsAreGone() throws Exception {
        run(new Deploy(sandbox.context("build that is gone"), sandbox.spec("phases: [25, 100]"), ""));
        run(new Shift(
                sandbox.context("build that is gone"),
                "orders",
                Share.ofPercent(25),
                ShiftOptions.of(Duration.ZERO, Duration.ofSeconds(10))));
        String empty = Files.createTempDirectory(sandbox.folder(), "empty").toString();
        String file = config(sandbox.yaml("phases: [25, 100]")).toString();
        Ended back = cutover("rollback", "--config", file, "--journal", empty);
        assertThat(back.exit()).describedAs(back.err()).isZero();
        assertThat(back.err())
                .isEqualTo("cutover: there is no record of orders in journal " + empty
                        + "; the traffic is sent to Mesos by the file alone\n");
        assertThat(back.out())
                .contains("all traffic of orders is on Mesos, on 2 HAProxy instances; Marathon runs 4 instances");
        assertThat(sandbox.first().command("get weight orders/eks1")).startsWith("0 ");

        Ended differs = cutover(
                "rollback",
                "--config",
                config(sandbox.yaml("phases: [25, 100]").replace("backend: orders", "backend: shop"))
                        .toString());
        assertThat(differs.exit()).isEqualTo(2);
        assertThat(differs.err()).contains("the backend is shop now, and was orders; add --accept-config");

        Ended closed = cutover("close", "--service", "orders", "--because", "the load balancers were replaced");
        assertThat(closed.out()).isEqualTo("orders is closed; it was RUNNING with 25% on EKS\n");
        assertThat(cutover("status").out()).contains("CLOSED");
        assertThat(sandbox.locks().holder("sandbox")).isEmpty();
        assertThat(cutover("rollback", "--service", "orders").err())
                .contains("the cutover of orders was closed by a person");
        assertThat(cutover("repair", "--service", "orders").err())
                .contains("is CLOSED; there is nothing to fill the fleet with");
    }

    @Test
    void aRollbackTakesTheFleetThatIsLeft() throws Exception {
        String first = sandbox.first().unix().toString();
        String second = sandbox.second().tls().toString();
        run(new Deploy(sandbox.context("build that is gone"), sandbox.spec("phases: [25, 100]"), ""));
        Ended without = cutover("rollback", "--service", "orders", "--without", second);
        assertThat(without.exit()).describedAs(without.err()).isZero();
        assertThat(instances()).containsExactly(first);

        run(new Deploy(sandbox.context("build that is gone"), sandbox.spec("phases: [25, 100]"), ""));
        String file = config(
                        sandbox.yaml("phases: [25, 100]").replaceAll("instances: .*", "instances: [\"" + first + "\"]"))
                .toString();
        Ended accepted = cutover("rollback", "--config", file, "--accept-config");
        assertThat(accepted.exit()).describedAs(accepted.err()).isZero();
        assertThat(instances()).containsExactly(first);
    }

    private static List<String> instances() {
        return sandbox.journal().find("orders").orElseThrow().spec().haproxy().instances().stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void aJournalThatCannotBeMeantIsNamed() throws Exception {
        Ended ended = cutover("status", "--journal", "s3:bucket");
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err())
                .isEqualTo("cutover: journal: \"s3:bucket\" is neither file:FOLDER nor"
                        + " kubernetes:NAMESPACE?kubeconfig=PATH\n");
    }

    @Test
    void anUnknownServiceIsOneLineNamingTheKnownOnes() throws Exception {
        Ended ended = cutover("rollback", "--service", "payments");
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .contains("\"payments\" has no cutover in journal /")
                .contains("; known: ");
    }

    @Test
    void aPlanTellsEverythingThatStandsInTheWayAndChangesNothing() throws Exception {
        Path config = config(sandbox.yaml("phases: [25, 100]")
                .replace("app: /shop/orders", "app: /shop/none")
                .replace("backend: orders", "backend: other")
                .replace("namespace: shop", "namespace: nowhere"));
        Ended plan = cutover("plan", "--config", config.toString());
        assertThat(plan.exit()).describedAs(plan.err()).isEqualTo(1);
        assertThat(plan.out()).contains("/shop/none", "other", "nowhere", "not ready");
    }

    @Test
    void aPlanShowsBothSidesAndWhatTheyCostByTheServicesNameAlone() throws Exception {
        Path config = config(sandbox.yaml("phases: [25, 100]"));
        Path prices = Path.of(System.getProperty("cutover.basedir", "."), "examples", "prices.yaml");
        Ended plan =
                cutover("plan", "--config", config.toString(), "--service", "orders", "--prices", prices.toString());
        assertThat(plan.err() + plan.out()).contains("Marathon /shop/orders -> Kubernetes shop/orders", "m6i.large");
        assertThat(plan.out())
                .containsPattern("Mesos +4 ")
                .containsPattern("EKS +4 ")
                .contains("a month");
    }

    @Test
    void anAppIsTakenOverFromMarathonAsItIs() throws Exception {
        Path config = config(sandbox.yaml("phases: [25, 100]").replaceAll("manifests: .*", "fromMarathon: true"));
        Ended plan = cutover("plan", "--config", config.toString());
        assertThat(plan.out() + plan.err())
                .contains("Deployment/orders", "Service/orders", "spec.replicas: 4")
                .endsWith("ready\n");
    }

    @Test
    void aRefusedConnectionIsNamedWithItsAddress() throws Exception {
        Path config = config(sandbox.yaml("phases: [25, 100]")
                .replace(sandbox.marathon().url().toString(), "http://127.0.0.1:1"));
        assertThat(cutover("plan", "--config", config.toString()).out()).contains("http://127.0.0.1:1", "refused");
    }

    @Test
    void allFaultsOfAConfigurationAreReportedAtOnce() throws Exception {
        Path config = config(sandbox.yaml("phases: [101, ten]\nbake: soon\ncolour: red"));
        Ended plan = cutover("plan", "--config", config.toString());
        assertThat(plan.exit()).isEqualTo(2);
        assertThat(plan.err().lines())
                .singleElement()
                .asString()
                .contains("\"101\"", "\"ten\"", "\"soon\"", "colour: unknown; valid here:");
    }
}
