package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each layout in {@code examples/}, except the first, works unchanged. */
class ExampleLayoutsTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("cutover.basedir", "."), "examples");

    @Test
    void aCutoverRunsBehindMarathonLb(@TempDir Path dir) throws IOException {
        try (TestService task1 = TestService.at("127.0.1.1");
                TestService task2 = TestService.at("127.0.1.2");
                TestService pod = TestService.at("127.0.2.1");
                HaproxyProcess haproxy =
                        HaproxyProcess.start(marathonLb(dir, task1.endpoint(), task2.endpoint()), List.of())) {
            Router router = router(haproxy, "orders_10001", "*");
            assertThat(router.read().unreachable()).isEmpty();
            DesiredTraffic before = new DesiredTraffic(
                    Share.NONE, List.of(pod.endpoint()), router.read().mesosWeights());
            assertThat(before.mesosWeights()).hasSize(2).containsValue(1);
            shifts(router, before);
            haproxy.reload(true);
            assertThat(router.read().drift(before.withShare(Share.ofPercent(50))))
                    .isEmpty();
            assertThat(router.apply(before).confirmed()).isTrue();
            assertThat(router.read().mesosWeights()).isEqualTo(before.mesosWeights());
        }
    }

    @Test
    void aCutoverRunsToTheHostNameOfALoadBalancer() {
        try (TestService mesos = TestService.at("127.0.1.1");
                TestService balancer = TestService.at("127.0.0.1")) {
            Endpoint named = new Endpoint("localhost", balancer.endpoint().port());
            Setup setup = new Setup("haproxy", EXAMPLES.resolve("haproxy-loadbalancer.cfg"), List.of())
                    .edited("orders.example.com:80 resolvers vpc", named.toString())
                    .edited("169.254.169.253", "127.0.0.1");
            try (HaproxyProcess haproxy =
                    HaproxyProcess.start(setup, HaproxyProcess.lines(List.of(mesos.endpoint())))) {
                Router router = router(haproxy, "orders", "mesos*");
                DesiredTraffic desired = new DesiredTraffic(
                        Share.NONE, List.of(named), router.read().mesosWeights());
                shifts(router, desired);
                assertThat(router.read().reachable().get(0).servers(Side.EKS)).hasSize(3);
                // A server whose first check passes after the shift gets its weight at the next poll.
                await().atMost(Duration.ofSeconds(10)).until(() -> {
                    router.apply(desired.withShare(Share.ofPercent(50)));
                    return router.read().reachable().get(0).servers(Side.EKS).stream()
                            .allMatch(s -> s.weight() > 0 && !s.maintenance());
                });
            }
        }
    }

    private static void shifts(Router router, DesiredTraffic desired) {
        assertThat(router.preflight(List.of(Share.ofPercent(5)), 1)).noneMatch(f -> f.blocks());
        assertThat(router.apply(desired).confirmed()).isTrue();
        DesiredTraffic half = desired.withShare(Share.ofPercent(50));
        await().atMost(Duration.ofSeconds(10)).until(() -> router.apply(half).confirmed());
        assertThat(router.read().reachable().get(0).share()).isEqualTo(Share.ofPercent(50));
    }

    private static Router router(HaproxyProcess haproxy, String backend, String mesos) {
        return Router.of(
                new HaproxySpec(List.of(haproxy.unix()), backend, mesos, "eks*", "requests", null, false),
                Secrets.NONE);
    }

    /** What marathon-lb renders from the two templates, with the paths of its image in a test folder. */
    private static Setup marathonLb(Path dir, Endpoint task1, Endpoint task2) throws IOException {
        String backend = Files.readString(EXAMPLES.resolve("marathon-lb/HAPROXY_0_BACKEND_HEAD"))
                .replace("{backend}", "orders_10001")
                .replace("{balance}", "roundrobin")
                .replace("{mode}", "http");
        StringBuilder file = new StringBuilder(Files.readString(EXAMPLES.resolve("marathon-lb/HAPROXY_HEAD")));
        file.append(
                "frontend orders_10001\n  bind \"${CUTOVER_HTTP_BIND}\"\n  mode http\n  use_backend orders_10001\n");
        file.append(backend);
        for (Endpoint task : List.of(task1, task2)) {
            String name = task.toString().replaceAll("[^a-zA-Z0-9]", "_");
            file.append("  server ").append(name).append(' ').append(task).append(" check inter 1s fall 2\n");
        }
        Path rendered = Files.writeString(dir.resolve("haproxy.cfg"), file);
        String here = Matcher.quoteReplacement("\"${CUTOVER_DIR}\"");
        return new Setup("haproxy", rendered, List.of())
                .edited("(?m)^.*lua[-.].*\n", "")
                .edited("  daemon\n", "")
                .edited("(stats socket|unix@)( ?)/var/run/haproxy/socket", "$1$2" + here + "/admin.sock")
                .edited(
                        "server-state-file global\n  server-state-base .*",
                        "server-state-file " + here + "/servers.state")
                .edited("/etc/cutover", here)
                .edited("bind :9443", "bind " + Matcher.quoteReplacement("\"${CUTOVER_TLS_BIND}\""))
                .edited("bind 0.0.0.0:9090", "bind unix@" + here + "/stats.sock")
                .edited("(?m)^ +maxconn.*\n", "");
    }
}
