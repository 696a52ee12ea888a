package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.cutover.eks.access.InCluster;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.sandbox.RealCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Every kind of access, on a real API server with the permissions of examples/rbac.yaml and no more. */
@ResourceLock(RealClusters.LOCK)
class RealClusterAccessTest {
    private static RealCluster cluster;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        cluster = RealClusters.require(RealClusterAccessTest.class);
    }

    @Test
    void aTokenHasThePermissionsOfACutover() {
        assertThat(findings(cluster.access(), "tester")).isEmpty();
    }

    @Test
    void aClientCertificateNextToAKubeconfigIsAccepted() throws IOException {
        Files.copy(cluster.file("tester.crt"), folder.resolve("tester.crt"));
        Files.copy(cluster.file("tester.key"), folder.resolve("tester.key"));
        Path file = Files.writeString(
                folder.resolve("config"), kubeconfig("client-certificate: tester.crt, client-key: tester.key"));
        assertThat(findings(new EksSpec.Access(null, file.toString(), "", "", "", false), ""))
                .isEmpty();
    }

    @Test
    void aCredentialMayContainAKubeconfigWithAClientCertificate() throws IOException {
        String user = "client-certificate-data: " + base64("tester.crt") + ", client-key-data: " + base64("tester.key");
        assertThat(findings(new EksSpec.Access(null, "", "", "", "it", false), kubeconfig(user)))
                .isEmpty();
    }

    @Test
    void theServiceAccountOfAPodIsAccepted() throws IOException {
        Files.writeString(folder.resolve("token"), "tester\n");
        Files.copy(cluster.file("ca.crt"), folder.resolve("ca.crt"));
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(InCluster.config(folder, cluster.uri().toString()))
                .build()) {
            EksSpec spec = TestCluster.spec(null, TestCluster.NAMESPACE, "", 0);
            assertThat(new KubernetesEks(spec, client, Clock.systemUTC()).preflight())
                    .isEmpty();
        }
    }

    @Test
    void eachMissingPermissionIsOneFinding() {
        List<Finding> findings = findings(cluster.access(), "stranger");
        assertThat(findings.stream().filter(Finding::blocks))
                .extracting(Finding::toString)
                .contains("permission in namespace \"shop\": missing permission: patch deployments.apps")
                .contains("permission in namespace \"shop\": missing permission: list pods")
                .hasSize(9);
    }

    @Test
    void aRefusedRequestNamesTheMissingPermission() {
        EksSpec spec = TestCluster.spec(cluster.access(), TestCluster.NAMESPACE, "", 0);
        try (Eks eks = new EksClients(name -> Optional.of("stranger"), Clock.systemUTC()).open(spec)) {
            assertThatThrownBy(eks::replicas)
                    .hasMessage("orders: missing permission: get deployments.apps in namespace \"shop\" for"
                            + " \"stranger\"");
        }
    }

    @Test
    void anUnknownTokenIsRefusedWithoutBeingShown() {
        EksSpec spec = TestCluster.spec(cluster.access(), TestCluster.NAMESPACE, "", 0);
        try (Eks eks = new EksClients(name -> Optional.of("swordfish"), Clock.systemUTC()).open(spec)) {
            assertThatThrownBy(eks::replicas)
                    .hasMessageContaining("the credential is refused (401)")
                    .hasMessageNotContaining("swordfish");
        }
    }

    private static List<Finding> findings(EksSpec.Access access, String secret) {
        EksSpec spec = TestCluster.spec(access, TestCluster.NAMESPACE, "", 0);
        try (Eks eks = new EksClients(name -> Optional.of(secret), Clock.systemUTC()).open(spec)) {
            return eks.preflight();
        }
    }

    private static String base64(String file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(cluster.file(file)));
    }

    private static String kubeconfig(String user) throws IOException {
        return """
                apiVersion: v1
                kind: Config
                current-context: it
                clusters:
                - {name: it, cluster: {server: "%s", certificate-authority-data: "%s"}}
                contexts: [{name: it, context: {cluster: it, user: me}}]
                users:
                - {name: me, user: {%s}}
                """.formatted(cluster.uri(), base64("ca.crt"), user);
    }
}
