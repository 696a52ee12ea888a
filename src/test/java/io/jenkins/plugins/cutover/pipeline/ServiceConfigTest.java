package io.jenkins.plugins.cutover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.FilePath;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated(PipelineRunner.ONE_JENKINS)
class ServiceConfigTest {
    static final String YAML = """
            service: orders
            haproxy:
              instances: ["unix:/run/haproxy/admin.sock"]
            marathon: {url: "http://marathon:8080", app: /shop/orders}
            eks: {server: "https://eks", manifests: k8s}
            """;

    @TempDir
    Path folder;

    private ServiceSpec resolve(Object config, Map<String, Object> overrides) throws Exception {
        return ServiceConfig.resolve("orders", config, overrides, new FilePath(folder.toFile()));
    }

    @Test
    void aPathIsReadFromTheWorkspace() throws Exception {
        Files.writeString(folder.resolve("orders.yaml"), YAML);
        assertThat(resolve("orders.yaml", Map.of()).marathon().app()).isEqualTo("/shop/orders");
    }

    @Test
    void textAndMapSayTheSame() throws Exception {
        Map<String, Object> map = Map.of(
                "haproxy", Map.of("instances", List.of("unix:/run/haproxy/admin.sock")),
                "marathon", Map.of("url", "http://marathon:8080", "app", "/shop/orders"),
                "eks", Map.of("server", "https://eks", "manifests", "k8s"));
        assertThat(resolve(map, Map.of())).isEqualTo(resolve(YAML, Map.of()));
    }

    @Test
    void whatTheStepSaysOutranksTheFile() throws Exception {
        Map<String, Object> overrides = Map.of("eks.image", "orders:2", "phases", List.of(1, 100), "eks.replicas", 4);
        ServiceSpec spec = resolve(YAML, overrides);
        assertThat(spec.eks().image()).isEqualTo("orders:2");
        assertThat(spec.eks().replicas()).isEqualTo(4);
        assertThat(spec.phases()).hasSize(2);
    }

    @Test
    void anotherServicesSettingsAreRefused() {
        assertThatThrownBy(() -> resolve(YAML.replace("service: orders", "service: carts"), Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("service: \"orders\" is requested, but config is for \"carts\"");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> resolve("gone.yaml", Map.of()))
                .hasMessage("config: \"gone.yaml\" is not a file in the workspace " + folder);
    }

    @Test
    void aPathNeedsAWorkspace() {
        assertThatThrownBy(() -> ServiceConfig.resolve("orders", "orders.yaml", Map.of(), null))
                .hasMessageContaining("does not run on an agent");
    }

    @Test
    void allFaultsAreReportedTogether() {
        assertThatThrownBy(() -> resolve("haproxy: {}", Map.of()))
                .hasMessageContaining("haproxy.instances: missing")
                .hasMessageContaining("marathon.url: missing");
    }

    @Test
    void aFaultNamesTheLineUnlessTheStepItselfMadeIt() {
        Map<String, Object> overrides = Map.of("bake", "soon");
        assertThatThrownBy(() -> resolve(YAML + "bake: 5m\nverify: {slo: 3}\n", overrides))
                .hasMessageContaining("config:7: verify.slo: ")
                .hasMessageContaining("config: bake: \"soon\"");
    }

    @Test
    void textThatIsNoMappingIsRefused() {
        assertThatThrownBy(() -> resolve("- a\n- b", Map.of())).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aFolderOfManifestsIsOneText() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("k8s"));
        Files.writeString(folder.resolve("k8s/b.yaml"), "kind: B");
        Files.writeString(folder.resolve("k8s/a.yml"), "kind: A");
        Files.writeString(folder.resolve("k8s/README.md"), "no");
        assertThat(WorkspaceManifests.read(new FilePath(folder.toFile()), "k8s"))
                .isEqualTo("---\nkind: A\n---\nkind: B\n");
    }
}
