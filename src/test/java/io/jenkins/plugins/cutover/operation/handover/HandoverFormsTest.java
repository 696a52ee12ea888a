package io.jenkins.plugins.cutover.operation.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.traffic.config.EksForm;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandoverFormsTest {
    private static final Manifests SERVICES = Manifests.parse("services", """
            apiVersion: v1
            kind: Service
            metadata: {name: orders}
            spec: {clusterIP: None, ports: [{port: 8080}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: orders-web}
            spec: {type: LoadBalancer, ports: [{port: 80}]}
            """);

    @Test
    void addressesOfTheServiceFileLast() {
        ServiceSpec spec = spec("addresses: [\"orders.example.com:80\"]", "");
        assertThat(HandoverForms.of(spec, List.of())).isInstanceOf(EksForm.Addresses.class);
        assertThat(HandoverForms.preflight(spec, SERVICES))
                .isEqualTo(Finding.info(
                        "handover",
                        "HAProxy will keep [orders.example.com:80]; they must stay the same when pods are replaced"));
    }

    @Test
    void resolversNeedAHeadlessService() {
        ServiceSpec spec = spec("", "handover: {resolvers: k8s}");
        assertThat(HandoverForms.of(spec, List.of()))
                .isEqualTo(new EksForm.Resolved("k8s", "orders.shop.svc.cluster.local", 8080, false, true));
        assertThat(HandoverForms.preflight(spec, SERVICES))
                .isEqualTo(Finding.info(
                        "handover",
                        "HAProxy will resolve orders.shop.svc.cluster.local; prepare the section \"resolvers k8s\" and a"
                                + " headless Service"));
        assertThat(HandoverForms.preflight(spec, Manifests.NONE).text())
                .endsWith(": the manifests have no Service orders with clusterIP: None");
        ServiceSpec records = spec("", "handover: {resolvers: k8s, dns: _http._tcp.pods.shop.svc.cluster.local}");
        assertThat(HandoverForms.of(records, List.of())).matches(f -> ((EksForm.Resolved) f).srv());
        assertThat(HandoverForms.preflight(records, SERVICES).text()).endsWith("no Service pods with clusterIP: None");
    }

    @Test
    void withoutAFormThePreflightNamesTheChoices() {
        ServiceSpec spec = spec("", "");
        Finding found = HandoverForms.preflight(spec, SERVICES);
        assertThat(found.severity()).isEqualTo(Finding.Severity.WARNING);
        assertThat(found.text())
                .startsWith("Mesos cannot be retired: a reload loses the pods' addresses; set eks.addresses")
                .endsWith("; the manifests have the Service orders (headless), orders-web (LoadBalancer)");
        assertThatThrownBy(() -> HandoverForms.of(spec, List.of()))
                .hasMessageContaining("nothing says how HAProxy reaches orders without this tool; set eks.addresses");
    }

    @Test
    void followAndNoneAreWarnedOf() {
        assertThat(HandoverForms.preflight(spec("", "handover: {form: follow}"), null)
                        .text())
                .contains("must run for as long as the service does");
        assertThat(HandoverForms.preflight(spec("", "handover: {form: none}"), null)
                        .severity())
                .isEqualTo(Finding.Severity.WARNING);
        assertThatThrownBy(() -> HandoverForms.of(spec("", "handover: {form: none}"), List.of()))
                .hasMessageContaining("handover.form: none hands nothing over");
    }

    @Test
    void aFormWithoutWhatItNeedsIsRefusedInTheServiceFile() {
        assertThatThrownBy(() -> spec("", "handover: {form: address}"))
                .hasMessageContaining("handover.form: address needs eks.addresses");
        assertThatThrownBy(() -> spec("", "handover: {form: resolvers}"))
                .hasMessageContaining("handover.resolvers: missing");
        assertThatThrownBy(() -> spec("", "handover: {dns: orders.example.com}"))
                .hasMessageContaining("handover.dns: it is resolved by HAProxy only with handover.resolvers");
    }

    private static ServiceSpec spec(String eks, String handover) {
        return SpecReader.yaml("orders.yaml", """
                service: orders
                haproxy: {instances: ["unix:/a"]}
                marathon: {url: "http://marathon", app: /orders}
                eks:
                  kubeconfig: none
                  manifests: none
                  namespace: shop
                  %s
                %s
                """.formatted(eks, handover));
    }
}
