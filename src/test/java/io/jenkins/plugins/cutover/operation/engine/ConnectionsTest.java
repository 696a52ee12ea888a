package io.jenkins.plugins.cutover.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What stands behind the "Test connection" buttons, on real HAProxy and the strict Marathon and cluster. */
class ConnectionsTest {
    private static Sandbox sandbox;
    private static Connections connections;
    private static ServiceSpec spec;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start();
        connections = new Connections(sandbox.secrets(), Clock.systemUTC());
        spec = sandbox.spec("");
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void everyHaproxyInstanceReportsItsVersion() {
        assertThat(connections.haproxy(spec.haproxy())).hasSize(2).allSatisfy(f -> assertThat(f.toString())
                .matches("(unix|tls):.*: HAProxy \\d.*, up .*"));
    }

    @Test
    void anUnreachableInstanceIsNamedAndTheOthersStillReport() {
        List<Finding> found = connections.haproxy(SpecReader.haproxy(
                "HAProxy",
                Map.of("instances", List.of(sandbox.first().unix().toString(), "unix:/nowhere/admin.sock"))));
        assertThat(found.get(0).blocks()).isFalse();
        assertThat(found.get(1).blocks()).isTrue();
        assertThat(found.get(1).about()).isEqualTo("unix:/nowhere/admin.sock");
    }

    @Test
    void marathonReportsItsVersion() {
        assertThat(connections.marathon(spec.marathon()))
                .hasToString("[" + spec.marathon().url() + ": Marathon 1.11.24]");
    }

    @Test
    void anUnreachableMarathonIsReportedInOneLine() {
        assertThatThrownBy(() -> connections.marathon(
                        SpecReader.marathon("Marathon", Map.of("url", "http://127.0.0.1:1", "app", "/x"))))
                .hasMessageContaining("Marathon http://127.0.0.1:1: no connection");
    }

    @Test
    void kubernetesReportsMissingPermissions() {
        assertThat(connections.kubernetes(spec.eks()).get(0).text()).contains("allows all that a cutover needs");
        assertThat(connections.kubernetes(new EksSpec(
                        spec.eks().access(),
                        "nowhere",
                        "x",
                        80,
                        "",
                        true,
                        List.of(),
                        "",
                        0,
                        spec.eks().timeout(),
                        List.of(),
                        null)))
                .singleElement()
                .hasToString("eks.namespace: \"nowhere\" does not exist");
    }
}
