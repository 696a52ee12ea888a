package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.cutover.controller.PhasedCutoverConfiguration;
import io.jenkins.plugins.cutover.controller.ServiceEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator says once, by form or by Configuration as Code, is kept and can be exported. */
@Tag("jenkins")
class ConfigurationTest {
    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final String YAML = "service: orders\nhaproxy: {instances: [\"unix:/run/haproxy/admin.sock\"]}\n"
            + "marathon: {url: \"http://marathon:8080\", app: /shop/orders}\n"
            + "eks: {server: \"https://eks\", manifests: k8s}\n";

    @TempDir
    Path folder;

    @Test
    void theFormGivesBackWhatItWasGiven() throws Exception {
        PhasedCutoverConfiguration.get().setServices(List.of(new ServiceEntry("orders", YAML)));
        jenkins.configRoundtrip();
        assertThat(PhasedCutoverConfiguration.get().yamlOf("orders")).isEqualToNormalizingNewlines(YAML);
    }

    @Test
    void theExampleOfTheRepositoryConfiguresAController() {
        ConfigurationAsCode.get()
                .configure(Path.of(System.getProperty("cutover.basedir"), "examples", "jenkins.yaml")
                        .toUri()
                        .toString());
        assertThat(PhasedCutoverConfiguration.get().yamlOf("orders")).contains("service: orders");
    }

    @Test
    void anExportCanBeImported() throws Exception {
        PhasedCutoverConfiguration.get().setServices(List.of(new ServiceEntry("orders", YAML)));
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        String exported = "unclassified:\n  cutover:\n"
                + Util.toYamlString(Util.getUnclassifiedRoot(context).get("cutover")).indent(4);
        PhasedCutoverConfiguration.get().setServices(List.of());
        Path file = Files.writeString(folder.resolve("exported.yaml"), exported);
        ConfigurationAsCode.get().configure(file.toUri().toString());
        assertThat(PhasedCutoverConfiguration.get().yamlOf("orders")).isEqualTo(YAML);
    }
}
