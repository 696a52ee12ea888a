package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import io.jenkins.plugins.cutover.sandbox.RealCluster;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same deployments on a real control plane, with the rights of examples/rbac.yaml and no more. */
class RealClusterDeployTest extends DeploySuite {
    private static RealCluster cluster;

    @BeforeAll
    static void start() {
        Optional<String> missing = RealCluster.missing();
        missing.ifPresent(why -> System.out.println("RealClusterDeployTest is skipped: " + why));
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        cluster = RealCluster.start(Cluster.NAMESPACE, Cluster.SERVERS, Duration.ofMillis(50), Duration.ofMillis(50));
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void aCredentialWithoutRightsIsToldEachMissingOne() {
        Secrets stranger = name -> Optional.of("stranger");
        try (Eks eks = new EksClients(stranger, Clock.systemUTC())
                .open(Cluster.spec(cluster.access(), Cluster.NAMESPACE, "", 0))) {
            assertThat(eks.preflight())
                    .extracting(Finding::text)
                    .contains("missing permission: patch deployments.apps", "missing permission: list pods");
            assertThatThrownBy(() -> eks.apply(Cluster.manifests(Cluster.GOOD, 1), false))
                    .hasMessageContaining("missing permission: get services in namespace \"shop\" for \"stranger\"");
        }
    }

    @Override
    LocalCluster cluster() {
        return cluster;
    }

    @Override
    void clean(LocalCluster used) {
        used.faults().none();
        used.recover();
        KubernetesClient client = used.client();
        client.resourceQuotas().inNamespace(Cluster.NAMESPACE).delete();
        client.apps().deployments().inNamespace(Cluster.NAMESPACE).delete();
        client.services().inNamespace(Cluster.NAMESPACE).delete();
        client.configMaps().inNamespace(Cluster.NAMESPACE).delete();
        client.policy()
                .v1beta1()
                .podDisruptionBudget()
                .inNamespace(Cluster.NAMESPACE)
                .delete();
        client.autoscaling()
                .v1()
                .horizontalPodAutoscalers()
                .inNamespace(Cluster.NAMESPACE)
                .delete();
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> used.pods().isEmpty()
                        && client.apps()
                                .replicaSets()
                                .inNamespace(Cluster.NAMESPACE)
                                .list()
                                .getItems()
                                .isEmpty());
    }
}
