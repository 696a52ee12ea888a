package io.jenkins.plugins.cutover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.cutover.sandbox.marathon.SandboxMarathon;
import io.jenkins.plugins.cutover.sandbox.marathon.Timings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The picture of a whole migration; what one service's plan shows is in NightShiftTest. */
class PlanCommandTest {
    private static final String SHOP = """
            {"id": "/shop", "groups": [
              {"id": "data", "apps": [
                {"id": "db", "cpus": 2, "mem": 4096, "container": {"docker": {"image": "db:1"}}}]},
              {"id": "front", "dependencies": ["/shop/data"], "apps": [
                {"id": "web", "instances": 4, "cpus": 0.5, "mem": 512, "container": {"docker": {"image": "web:1"}}},
                {"id": "api", "instances": 2, "cpus": 1, "mem": 1024, "dependencies": ["../web"],
                 "container": {"docker": {"image": "api:1"}}}]}]}
            """;

    private static final Path PRICES = Path.of(System.getProperty("cutover.basedir", "."), "examples", "prices.yaml");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void servicesCrossAfterTheGroupsAndAppsTheyDependOn() throws IOException {
        JsonNode plan = json("--marathon", shop().toString());
        assertThat(plan.get("services"))
                .extracting(s -> s.get("id").asText())
                .containsExactly("/shop/data/db", "/shop/front/web", "/shop/front/api");
        assertThat(plan.at("/services/2/needs"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("/shop/data/db", "/shop/front/web");
        assertThat(plan.get("cost").isNull()).isTrue();
    }

    /** .1 a hour and node of 1.93 usable cores: 730 * .1 * (4 * .5 / 1.93) for web. */
    @Test
    void theMonthlyDifferenceFollowsFromTheUsersTable() throws IOException {
        JsonNode plan = json("--marathon", shop().toString(), "--prices", PRICES.toString());
        JsonNode web = plan.at("/services/1/cost");
        assertThat(web.get("eksMonthly").asDouble()).isCloseTo(75.65, org.assertj.core.data.Offset.offset(.01));
        assertThat(web.get("mesosMonthly").asDouble()).isCloseTo(73.00, org.assertj.core.data.Offset.offset(.01));
        assertThat(plan.at("/cost/wholeNodes").asInt()).isEqualTo(3);
        assertThat(plan.at("/cost/tooBig")).extracting(JsonNode::asText).containsExactly("/shop/data/db");
    }

    @Test
    void theTableHasALineForEachServiceAndTheSumOfAll() throws IOException {
        assertThat(plan("--marathon", shop().toString(), "--prices", PRICES.toString(), "--node", "m6i.xlarge"))
                .isZero();
        assertThat(out.toString()
                        .lines()
                        .filter(l -> l.matches(" +\\d+ /shop.*"))
                        .count())
                .isEqualTo(3);
        assertThat(out.toString())
                .contains("3 services: Mesos 6 cpus and 8Gi, EKS 6 cpus and 8Gi")
                .contains("  by whole: 1 Mesos agent, 2 m6i.xlarge; a month: Mesos 292.00, EKS 292.00 USD, 0.00 less");
    }

    @Test
    void aLiveMarathonIsAskedByItsAddressForWhatItsGroupsDependOnToo() throws IOException {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (SandboxMarathon marathon = new SandboxMarathon(
                Clock.systemUTC(), timer, Timings.quick(), (app, index, host, at) -> () -> {}, port)) {
            String app = "{\"id\":\"/%s\",\"instances\":2,\"cpus\":0.1,\"mem\":64,\"cmd\":\"run\"}";
            marathon.create(app.formatted("data/db"));
            marathon.create(app.formatted("apps/orders"));
            marathon.create(app.formatted("tools"));
            marathon.groupDependsOn("/apps", "/data");
            JsonNode plan = json("--marathon", marathon.url().toString());
            assertThat(plan.get("services"))
                    .extracting(s -> s.get("id").asText())
                    .containsExactly("/tools", "/data/db", "/apps/orders");
            assertThat(plan.at("/services/2/needs/0").asText()).isEqualTo("/data/db");
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void wrongUsageIsOneLine() {
        assertThat(plan()).isEqualTo(2);
        assertThat(plan("--service", "nowhere", "--journal", folder.toString())).isEqualTo(2);
        assertThat(plan("--marathon", "x.json", "--node", "m6i.large")).isEqualTo(2);
        assertThat(plan("--marathon", folder.resolve("none.json").toString())).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(4)
                .anyMatch(l -> l.equals("cutover: plan requires --config FILE, --service NAME or --marathon URL|FILE"))
                .anyMatch(l -> l.contains("--service: \"nowhere\" has no cutover in file:" + folder))
                .anyMatch(l -> l.contains("--node: requires --prices"))
                .anyMatch(l -> l.contains("none.json: no such file"));
    }

    private Path shop() throws IOException {
        return Files.writeString(folder.resolve("shop.json"), SHOP);
    }

    private JsonNode json(String... args) throws IOException {
        String[] all = java.util.Arrays.copyOf(args, args.length + 1);
        all[args.length] = "--json";
        assertThat(plan(all)).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private int plan(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "plan";
        System.arraycopy(args, 0, all, 1, args.length);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
