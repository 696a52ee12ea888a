package io.jenkins.plugins.cutover.traffic.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigEditTest {
    private static final EksForm NODES =
            new EksForm.Addresses(List.of(new Endpoint("10.0.2.11", 30080), new Endpoint("10.0.2.12", 30080)), "");
    private static final EksForm PODS = new EksForm.Resolved("k8s", "orders.shop.svc.cluster.local", 8080, false, true);
    private static final String FILE = """
            frontend in
                default_backend orders
            backend other
                server mesos1 10.0.0.9:80 weight 7
            backend orders
                balance roundrobin
                server mesos1 10.0.1.11:31001 check ssl ca-file "/etc/a b.pem" weight 100 # rack 1
                server mesos2 10.0.1.12:31001 check
                server-template eks 1-10 eks.invalid:1 init-addr last,127.0.0.1 check inter 1s weight 0 disabled observe layer7
            frontend admin
                bind :1
            """;

    @Test
    void mesosKeepsItsLinesWithWeightZeroAndEksHasItsAddresses() {
        assertThat(edit(NODES, false).text()).isEqualTo("""
                frontend in
                    default_backend orders
                backend other
                    server mesos1 10.0.0.9:80 weight 7
                backend orders
                    balance roundrobin
                    # phased-cutover: orders, cutover of today: Mesos has weight 0. A rollback needs the lines until Mesos is retired.
                    server mesos1 10.0.1.11:31001 check ssl ca-file "/etc/a b.pem" weight 0 # rack 1
                    server mesos2 10.0.1.12:31001 check weight 0
                    # phased-cutover: orders, cutover of today: EKS is reached by the addresses of a load balancer or of node ports.
                    server eks1 10.0.2.11:30080 check inter 1s observe layer7 weight 256
                    server eks2 10.0.2.12:30080 check inter 1s observe layer7 weight 256
                frontend admin
                    bind :1
                """);
    }

    @Test
    void theFormAfterTheRetirementHasNoMesosLine() {
        assertThat(edit(PODS, true).text())
                .contains("balance roundrobin\n    # phased-cutover: orders, cutover of today: Mesos is given up,")
                .contains(
                        "    server-template eks 1-10 orders.shop.svc.cluster.local:8080 resolvers k8s resolve-prefer ipv4"
                                + " init-addr last,none check inter 1s observe layer7 weight 256\n")
                .contains("backend other\n    server mesos1 10.0.0.9:80 weight 7\n")
                .doesNotContain("10.0.1.11");
    }

    @Test
    void aServerThatHasTheAddressAlreadyKeepsItsLine() {
        String named = FILE.replaceFirst(
                "server-template.*",
                "server-template eks 1-3 orders.example.com:80 resolvers vpc init-addr last,libc,none weight 0");
        EksForm balancer = new EksForm.Addresses(List.of(new Endpoint("orders.example.com", 80)), "");
        assertThat(ConfigEdit.of(named, state(balancer, false), 3).text())
                .contains(
                        "server-template eks 1-3 orders.example.com:80 resolvers vpc init-addr last,libc,none weight 256\n");
    }

    @Test
    void aSecondEditReplacesTheFirst() {
        String once = edit(NODES, false).text();
        assertThat(ConfigEdit.of(once, state(NODES, false), 10).diff("haproxy.cfg"))
                .isEmpty();
        assertThat(ConfigEdit.of(once, state(NODES, true), 10).text())
                .containsOnlyOnce("Mesos")
                .doesNotContain("mesos2");
    }

    @Test
    void patchAppliesTheDiff(@TempDir Path folder) throws Exception {
        for (EksForm form : List.of(NODES, PODS)) {
            Path file = Files.writeString(folder.resolve("haproxy.cfg"), FILE);
            Path diff = Files.writeString(
                    folder.resolve("diff"), edit(form, form == PODS).diff("haproxy.cfg"));
            Process patch = new ProcessBuilder("patch", "--fuzz=0", file.toString(), diff.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(patch.getInputStream().readAllBytes());
            assertThat(patch.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(patch.exitValue()).as(said).isZero();
            assertThat(said).doesNotContain("offset");
            assertThat(Files.readString(file))
                    .isEqualTo(edit(form, form == PODS).text());
        }
    }

    @Test
    void aFileWithoutTheBackendIsRefusedWithThoseItHas() {
        assertThatThrownBy(() -> ConfigEdit.of("backend shop\nlisten stats\n", state(NODES, false), 1))
                .hasMessage("--haproxy-cfg: the file has no backend orders; its backends are shop, stats");
    }

    @Test
    void anInvalidFileIsNotPassed() {
        ConfigCheck check = ConfigCheck.of(
                "frontend in\n bind 127.0.0.1:1\nbackend orders\n",
                "frontend in\n bind 127.0.0.1:1\nbackend orders\n server a 127.0.0.1:1 weigth 1\n",
                state(NODES, false));
        assertThat(check.passed()).isFalse();
        assertThat(check.text())
                .startsWith("haproxy -c refuses the new file: ")
                .contains("weigth")
                .doesNotContain("\n");
    }

    private static ConfigEdit edit(EksForm form, boolean withoutMesos) {
        return ConfigEdit.of(FILE, state(form, withoutMesos), 10);
    }

    private static EndState state(EksForm form, boolean withoutMesos) {
        HaproxySpec spec =
                new HaproxySpec(List.of(InstanceAddress.parse("unix:/a")), "orders", "mesos*", "eks*", "", null, false);
        return new EndState(spec, form, withoutMesos, "orders, cutover of today");
    }
}
