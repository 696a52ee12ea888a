package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.cutover.controller.ClusterSettings;
import io.jenkins.plugins.cutover.controller.Environment;
import io.jenkins.plugins.cutover.controller.FleetSettings;
import io.jenkins.plugins.cutover.controller.MarathonSettings;
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

    private static Environment production() {
        Environment environment = new Environment("production");
        FleetSettings fleet = new FleetSettings("tls:lb1:9443\ntls:lb2:9443");
        fleet.setCertificate("/etc/cutover/client.pem");
        fleet.setCa("/etc/cutover/ca.pem");
        fleet.setCredentialsId("haproxy-client");
        fleet.setLatencyRing("requests");
        fleet.setAgent("vpc");
        environment.setHaproxy(fleet);
        MarathonSettings marathon = new MarathonSettings("https://marathon");
        marathon.setAuth("dcos");
        marathon.setCredentialsId("marathon-prod");
        marathon.setAgent("vpc");
        environment.setMarathon(marathon);
        ClusterSettings cluster = new ClusterSettings();
        cluster.setRegion("eu-west-1");
        cluster.setCluster("orders-prod");
        cluster.setRole("arn:aws:iam::123456789012:role/cutover");
        cluster.setExternalId("team-7");
        cluster.setCredentialsId("aws");
        cluster.setNamespace("shop");
        environment.setEks(cluster);
        environment.setGrace("90s");
        return environment;
    }

    private static void assertProduction() throws Exception {
        List<Environment> kept = PhasedCutoverConfiguration.get().getEnvironments();
        assertThat(kept).hasSize(1);
        jenkins.assertEqualBeans(production(), kept.get(0), "name,grace");
        jenkins.assertEqualBeans(
                production().getMarathon(), kept.get(0).getMarathon(), "url,auth,credentialsId,agent");
        jenkins.assertEqualBeans(
                production().getEks(),
                kept.get(0).getEks(),
                "server,region,cluster,role,externalId,kubeconfig,ca,credentialsId,namespace,trustAnyCertificate");
        assertThat(kept.get(0).getHaproxy().section())
                .isEqualTo(production().getHaproxy().section());
    }

    @Test
    void theFormGivesBackAnEnvironment() throws Exception {
        PhasedCutoverConfiguration.get().setEnvironments(List.of(production()));
        jenkins.configRoundtrip();
        assertProduction();
    }

    @Test
    void anExportedEnvironmentCanBeImported() throws Exception {
        PhasedCutoverConfiguration.get().setEnvironments(List.of(production()));
        String exported = exported();
        PhasedCutoverConfiguration.get().setEnvironments(List.of());
        imported(exported);
        assertProduction();
    }

    @Test
    void anExportedJournalAndAGraceThatNeverEndsCanBeImported() throws Exception {
        String address = "kubernetes:cutovers?server=https://eks.example.com&credential=eks-prod";
        Environment patient = new Environment("patient");
        patient.setGrace("never");
        PhasedCutoverConfiguration configuration = PhasedCutoverConfiguration.get();
        configuration.setEnvironments(List.of(patient));
        configuration.setJournal(address);
        try {
            String exported = exported();
            configuration.setEnvironments(List.of());
            configuration.setJournal(null);
            imported(exported);
            assertThat(configuration.getJournal()).isEqualTo(address);
            assertThat(configuration.getEnvironments()).singleElement().satisfies(e -> {
                assertThat(e.getName()).isEqualTo("patient");
                assertThat(e.getGrace()).isEqualTo("never");
            });
        } finally {
            configuration.setJournal(null);
            configuration.setEnvironments(List.of());
        }
    }

    @Test
    void theExampleOfTheRepositoryConfiguresAController() {
        ConfigurationAsCode.get()
                .configure(Path.of(System.getProperty("cutover.basedir"), "examples", "jenkins.yaml")
                        .toUri()
                        .toString());
        assertThat(PhasedCutoverConfiguration.get().yamlOf("orders")).contains("service: orders");
        assertThat(PhasedCutoverConfiguration.get().getEnvironments().get(0).getMarathon().getCredentialsId())
                .isEqualTo("marathon-prod");
    }

    @Test
    void anExportCanBeImported() throws Exception {
        PhasedCutoverConfiguration.get().setServices(List.of(new ServiceEntry("orders", YAML)));
        String exported = exported();
        PhasedCutoverConfiguration.get().setServices(List.of());
        imported(exported);
        assertThat(PhasedCutoverConfiguration.get().yamlOf("orders")).isEqualTo(YAML);
    }

    private static String exported() throws Exception {
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        return "unclassified:\n  cutover:\n"
                + Util.toYamlString(Util.getUnclassifiedRoot(context).get("cutover")).indent(4);
    }

    private void imported(String exported) throws Exception {
        Path file = Files.writeString(folder.resolve("exported.yaml"), exported);
        ConfigurationAsCode.get().configure(file.toUri().toString());
    }

    @Test
    void theJournalIsKeptAndOneThatCannotBeMeantIsRefused() throws Exception {
        String address = "kubernetes:cutovers?server=https://eks.example.com&credential=eks-prod";
        PhasedCutoverConfiguration.get().setJournal(address);
        try {
            jenkins.configRoundtrip();
            assertThat(PhasedCutoverConfiguration.get().getJournal()).isEqualTo(address);
            assertThatThrownBy(() -> PhasedCutoverConfiguration.get().setJournal("s3:bucket"))
                    .hasMessageStartingWith("journal: \"s3:bucket\" is neither");
        } finally {
            PhasedCutoverConfiguration.get().setJournal(null);
        }
    }
}
