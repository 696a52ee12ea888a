package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;

class RoutingTest {
    @Test
    void marathonLbsLabelsAreAPlanOfRoutes() {
        Sample sample = labels("'HAPROXY_GROUP':'external','HAPROXY_0_VHOST':'a.com, b.com','HAPROXY_0_PATH':'/x',"
                + "'HAPROXY_0_PORT':'8443','HAPROXY_0_STICKY':'true'");
        Route route = sample.translation().routes().get(0);
        assertThat(route.group()).isEqualTo("external");
        assertThat(route.hosts()).containsExactly("a.com", "b.com");
        assertThat(route.mode()).isEqualTo("http");
        assertThat(route.options()).containsEntry("STICKY", "true");
        assertThat(sample.servicePorts("orders")).containsExactly("8443/TCP->port-0");
        assertThat(sample.the(Service.class).getMetadata().getAnnotations())
                .containsKey("phased-cutover.jenkins.io/routes");
    }

    @Test
    void routesInHaproxysLanguageAreReported() {
        Sample sample = labels("'HAPROXY_0_BACKEND_HEAD':'x','HAPROXY_0_SSL_CERT':'/c','HAPROXY_0_AUTH':'r:u:hidden'");
        assertThat(sample.losses("labels.HAPROXY_0_BACKEND_HEAD")).startsWith("REVIEW");
        assertThat(sample.losses("labels.HAPROXY_0_SSL_CERT")).startsWith("REVIEW");
        assertThat(sample.losses("labels.HAPROXY_0_AUTH")).startsWith("REVIEW");
        assertThat(sample.translation().losses().toString()).doesNotContain("hidden");
    }

    @Test
    void validLabelsStayLabelsAndAnAnnotationKeepsTheOthers() {
        Sample sample = labels("'team':'shop','owner':'a b','DCOS_PACKAGE':'x','traefik.enable':'true'");
        Deployment deployment = sample.the(Deployment.class);
        assertThat(deployment.getMetadata().getLabels()).containsEntry("team", "shop");
        assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels()).containsEntry("team", "shop");
        assertThat(deployment.getMetadata().getAnnotations())
                .containsEntry("phased-cutover.jenkins.io/marathon-labels", "{\"owner\":\"a b\"}");
        assertThat(sample.losses("labels.owner")).startsWith("INFO");
        assertThat(sample.losses("labels.DCOS_PACKAGE")).startsWith("INFO left out");
        assertThat(sample.losses("labels[\"traefik.enable\"]")).startsWith("REVIEW");
    }

    private static Sample labels(String labels) {
        return Sample.image("'ports':[0],'labels':{" + labels + "}");
    }
}
