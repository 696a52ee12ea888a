package io.jenkins.plugins.cutover.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecDocument;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated(PipelineRunner.ONE_JENKINS)
class EnvironmentTest {
    private static final String SERVICE = """
            service: orders
            environment: production
            haproxy: {backend: shop}
            marathon: {app: /shop/orders}
            eks: {manifests: k8s}
            """;

    private static Environment production() {
        Environment production = new Environment("production");
        FleetSettings fleet = new FleetSettings("tls:lb1:9443,\n tls:lb2:9443");
        fleet.setCredentialsId("haproxy-client");
        production.setHaproxy(fleet);
        MarathonSettings marathon = new MarathonSettings("https://marathon");
        marathon.setCredentialsId("marathon-prod");
        production.setMarathon(marathon);
        ClusterSettings cluster = new ClusterSettings();
        cluster.setServer("https://eks");
        cluster.setCredentialsId("eks-prod");
        cluster.setNamespace("shop");
        production.setEks(cluster);
        return production;
    }

    private static ServiceSpec completed(String yaml) {
        Map<String, Object> tree = SpecDocument.yaml("orders.yaml", yaml).toMap();
        production().complete(tree);
        return SpecReader.map("orders.yaml", tree);
    }

    @Test
    void itSaysWhereTheSystemsAre() {
        ServiceSpec spec = completed(SERVICE);
        assertThat(spec.haproxy().instances()).hasToString("[tls:lb1:9443, tls:lb2:9443]");
        assertThat(spec.haproxy().tls().credential()).isEqualTo("haproxy-client");
        assertThat(spec.haproxy().backend()).isEqualTo("shop");
        assertThat(spec.marathon().credential()).isEqualTo("marathon-prod");
        assertThat(spec.eks().access().server()).hasToString("https://eks");
        assertThat(spec.eks().namespace()).isEqualTo("shop");
    }

    @Test
    void whatAServiceSaysItselfStands() {
        ServiceSpec spec = completed(SERVICE.replace("manifests: k8s", "manifests: k8s, namespace: carts"));
        assertThat(spec.eks().namespace()).isEqualTo("carts");
    }

    /** Otherwise anyone who may edit a service file could send the credential to any address. */
    @Test
    void noCredentialGoesToAnAddressThatAServiceGives() {
        ServiceSpec spec = completed(SERVICE.replace("{app:", "{url: \"http://elsewhere\", app:"));
        assertThat(spec.marathon().url()).hasToString("http://elsewhere");
        assertThat(spec.marathon().credential()).isEmpty();
    }

    /** Else it could be read there: an agent holds what it sends. */
    @Test
    void noCredentialGoesThroughAnAgentThatAServiceNames() {
        Map<String, Object> tree = SpecDocument.yaml("orders.yaml", SERVICE.replace("{app:", "{agent: mine, app:"))
                .toMap();
        production().complete(tree);
        assertThat(tree.get("marathon")).asString().contains("mine").doesNotContain("marathon-prod");
    }

    @Test
    void graceIsFiveMinutesUnlessSaid() {
        Environment environment = new Environment("production");
        assertThat(environment.grace()).contains(Duration.ofMinutes(5));
        environment.setGrace("90s");
        assertThat(environment.grace()).contains(Duration.ofSeconds(90));
    }

    @Test
    void anEmptySystemAddsNothing() {
        assertThat(new ClusterSettings().section()).isEmpty();
        assertThat(new FleetSettings(" ").section()).isEqualTo(Map.of("instances", List.of()));
    }
}
