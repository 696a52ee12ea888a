package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import io.jenkins.plugins.cutover.controller.CutoverAction;
import io.jenkins.plugins.cutover.controller.Environment;
import io.jenkins.plugins.cutover.controller.PhasedCutoverConfiguration;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JENKINS_HOME as version 0.1.0 stored it: the class and field names in its XML files stay valid. */
@Tag("jenkins")
class EarlierHomeTest {
    private static final Path HOME =
            Path.of(System.getProperty("cutover.basedir", "."), "src/test/resources/jenkins/home-0.1.0");

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    @Test
    void theGlobalConfigurationLoads() throws Exception {
        String file = PhasedCutoverConfiguration.class.getName() + ".xml";
        Files.copy(HOME.resolve(file), Jenkins.get().getRootDir().toPath().resolve(file));
        PhasedCutoverConfiguration loaded = new PhasedCutoverConfiguration();
        assertThat(loaded.getJournal()).isEqualTo("kubernetes:cutovers?server=https://eks.example.com&credential=eks-prod");
        assertThat(loaded.yamlOf("orders")).isEqualTo("service: orders");
        assertThat(loaded.getEnvironments()).singleElement().satisfies(EarlierHomeTest::assertProduction);
    }

    private static void assertProduction(Environment environment) {
        assertThat(environment.getName()).isEqualTo("production");
        assertThat(environment.getGrace()).isEqualTo("90s");
        assertThat(environment.getHaproxy().section()).containsKeys("instances", "latencyRing", "agent", "tls");
        assertThat(environment.getMarathon().section())
                .containsEntry("url", "https://marathon.example.com")
                .containsEntry("auth", "dcos")
                .containsEntry("credential", "marathon-prod");
        assertThat(environment.getEks().section())
                .containsEntry("cluster", "orders-prod")
                .containsEntry("namespace", "shop");
    }

    @Test
    void theTabOfABuildLoads() throws Exception {
        try (InputStream in = Files.newInputStream(HOME.resolve("build-action.xml"))) {
            CutoverAction tab = (CutoverAction) Run.XSTREAM2.fromXML(in);
            assertThat(tab.getServices()).containsExactly("orders", "carts");
        }
    }
}
