package io.jenkins.plugins.cutover.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpecReaderTest {
    private static final String GOOD = """
            service: orders
            haproxy:
              instances: ["unix:/run/haproxy/admin.sock", "unix:/run/haproxy/second.sock"]
            marathon:
              url: http://marathon:8080/
              app: /shop/orders
            eks:
              kubeconfig: /etc/kubeconfig
              manifests: orders.yaml
            """;

    @Test
    void theLeastThatIsNeededGetsTheDefaults() {
        ServiceSpec spec = read(GOOD);
        assertThat(spec.environment()).isEqualTo("default");
        assertThat(spec.haproxy().backend()).isEqualTo("orders");
        assertThat(spec.marathon().url()).hasToString("http://marathon:8080");
        assertThat(spec.phases()).extracting(p -> p.share().percentText()).containsExactly("5", "25", "50", "100");
        assertThat(spec.phases()).extracting(Phase::bake).containsOnly(Duration.ofMinutes(5));
        assertThat(spec.verify()).isEqualTo(VerifySpec.defaults());
    }

    @Test
    void aSpecIsTheSameAfterBeingStored() throws JsonProcessingException {
        ServiceSpec spec = read(GOOD + "phases: [1, {percent: 12.5, bake: 90s, gate: true}, 100%]\n");
        String json = Json.mapper().writeValueAsString(spec);
        assertThat(Json.mapper().readValue(json, ServiceSpec.class)).isEqualTo(spec);
    }

    @Test
    void allFaultsAreReportedTogetherEachWithItsPath() {
        assertThatThrownBy(() -> read("""
                        service: Orders!
                        phases: [5, 101, ten, 4]
                        bake: 5 minutes
                        haproxy: {instances: [somewhere]}
                        marathon: {url: "ftp://marathon", app: orders}
                        eks: {kubeconfig: k, port: 99999, replicas: -1, addresses: [orders]}
                        """))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("orders.yaml:1: service: \"Orders!\" is not lower-case letters")
                .hasMessageContaining("orders.yaml:2: phases[1]: percent: \"101\" is not a number from 0 to 100")
                .hasMessageContaining("phases[2]: percent: \"ten\" is not a number from 0 to 100")
                .hasMessageContaining("phases: 4% does not rise above 5%")
                .hasMessageContaining("bake: \"5 minutes\" is not a duration")
                .hasMessageContaining("haproxy.instances[0]: haproxy instance: \"somewhere\" is not unix:")
                .hasMessageContaining("marathon.url: not an http or https address")
                .hasMessageContaining("marathon.app: \"orders\" is not an app id")
                .hasMessageContaining("eks.addresses[0]: endpoint: \"orders\" is not HOST:PORT")
                .hasMessageContaining("eks.port: \"99999\" is not a whole number from 1 to 65535")
                .hasMessageContaining("eks.replicas: \"-1\" is not a whole number from 0 to 10000")
                .hasMessageContaining("eks.manifests: give either");
    }

    @Test
    void anUnknownFieldIsNamedWithTheValidOnes() {
        assertThatThrownBy(() -> read(GOOD + "verify: {errorMarging: 2}\nfases: [5]\n"))
                .hasMessageContaining(
                        "verify.errorMarging: unknown; valid here: ask, blindAfter, block, checks, errorFloor,")
                .hasMessageContaining(
                        "fases: unknown; valid here: bake, eks, environment, handover, haproxy, marathon, phases,");
    }

    @Test
    void whatIsMissingIsSaidWithAnExample() {
        assertThatThrownBy(() -> read("service: orders\n"))
                .hasMessageContaining("haproxy.instances: missing; it is a list such as")
                .hasMessageContaining("marathon.url: missing")
                .hasMessageContaining("marathon.app: missing")
                .hasMessageContaining(
                        "eks.server: missing; give server, cluster, stack, cloud, kubeconfig or credential");
    }

    @Test
    void eachFaultHasItsLineAndWhatIsMissingThatOfItsSection() {
        String yaml = "# ours\n" + GOOD.replace("  app: /shop/orders\n", "") + "phases:\n  - 5\n  - percent: ten\n";
        assertThatThrownBy(() -> read(yaml + "verify:\n\n  slo: 3\n"))
                .hasMessageContaining("orders.yaml:5: marathon.app: missing")
                .hasMessageContaining("orders.yaml:12: phases[1]: percent: \"ten\"")
                .hasMessageContaining("orders.yaml:15: verify.slo: \"3\" is not a number");
    }

    @Test
    void aSectionThatIsNoMappingIsAFault() {
        assertThatThrownBy(() -> read(GOOD + "verify: soon\n"))
                .hasMessageContaining("verify: \"soon\" is not a mapping");
    }

    @Test
    void anEmptyDocumentIsAFault() {
        assertThatThrownBy(() -> read("")).hasMessageContaining("service: missing");
        assertThatThrownBy(() -> read("- a list")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void invalidYamlIsReportedWithItsLine() {
        assertThatThrownBy(() -> read("service: orders\n  bad: [\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("orders.yaml:2: not YAML: ");
    }

    @Test
    void aFieldGivenTwiceIsAFault() {
        assertThatThrownBy(() -> read(GOOD + "service: payments\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("service");
    }

    @Test
    void aPasswordInAnAddressIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> read(GOOD.replace("http://marathon", "http://user:hunter2@marathon")))
                .hasMessageContaining("marathon.url: not an http or https address without a password in it")
                .hasMessageNotContaining("hunter2");
    }

    private static ServiceSpec read(String yaml) {
        return SpecReader.yaml("orders.yaml", yaml);
    }

    @Test
    void theSmokeCheckIsReadWithItsDefaults() {
        SmokeSpec smoke = SpecReader.yaml("orders.yaml", GOOD.replace("eks:\n", "eks:\n  smoke: {path: /health}\n"))
                .eks()
                .smoke();
        assertThat(smoke).isEqualTo(new SmokeSpec("/health", 20, Duration.ofSeconds(2), Duration.ofMinutes(1)));
    }

    @Test
    void aSmokeCheckWithoutASlashOrWithoutRequestsIsRefused() {
        String wrong = GOOD.replace("eks:\n", "eks:\n  smoke: {path: health, requests: 0}\n");
        assertThatThrownBy(() -> SpecReader.yaml("orders.yaml", wrong))
                .hasMessageContaining("eks.smoke.path: \"health\" is not a path such as /health")
                .hasMessageContaining("eks.smoke.requests: \"0\" is not a whole number from 1 to 10000");
    }

    @Test
    void aStackMayNameTheClusterItCreated() {
        assertThat(read(GOOD.replace("kubeconfig: /etc/kubeconfig", "stack: orders-eks\n  region: eu-west-1"))
                        .eks()
                        .access()
                        .server())
                .hasToString("eks://eu-west-1/stack/orders-eks");
        assertThatThrownBy(() -> read(GOOD.replace(
                        "kubeconfig: /etc/kubeconfig", "stack: orders-eks\n  cluster: orders\n  region: eu-west-1")))
                .hasMessageContaining("eks.stack: give either cluster or the stack");
    }

    @Test
    void aCloudOfTheKubernetesPluginIsASecretOfItsOwn() {
        assertThat(read(GOOD.replace("kubeconfig: /etc/kubeconfig", "cloud: prod"))
                        .eks()
                        .access()
                        .credential())
                .isEqualTo("kubernetes-cloud:prod");
        assertThatThrownBy(() -> read(GOOD.replace("eks:\n", "eks:\n  cloud: prod\n")))
                .hasMessageContaining("eks.cloud: give either cloud or kubeconfig");
    }
}
