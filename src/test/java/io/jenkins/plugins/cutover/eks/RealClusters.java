package io.jenkins.plugins.cutover.eks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import io.jenkins.plugins.cutover.sandbox.RealCluster;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One real control plane for all tests of this package; it ends with the JVM. */
public final class RealClusters {
    /** For {@code @ResourceLock}: all share the one cluster and its namespace. */
    public static final String LOCK = "the real cluster";

    private static RealCluster cluster;

    private RealClusters() {}

    /** Skips the test, with the reason printed, where there is no control plane. */
    public static synchronized RealCluster require(Class<?> test) {
        if (cluster == null) {
            RealCluster.orSkip(test);
            cluster = RealCluster.start(
                    TestCluster.NAMESPACE, TestCluster.SERVERS, Duration.ofMillis(50), Duration.ofMillis(50));
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        }
        return cluster;
    }

    static void clean(LocalCluster used) {
        used.faults().none();
        used.recover();
        KubernetesClient client = used.client();
        client.resourceQuotas().inNamespace(TestCluster.NAMESPACE).delete();
        client.apps().deployments().inNamespace(TestCluster.NAMESPACE).delete();
        client.apps().statefulSets().inNamespace(TestCluster.NAMESPACE).delete();
        client.persistentVolumeClaims().inNamespace(TestCluster.NAMESPACE).delete();
        client.v1().events().inNamespace(TestCluster.NAMESPACE).delete();
        client.services().inNamespace(TestCluster.NAMESPACE).delete();
        client.configMaps().inNamespace(TestCluster.NAMESPACE).delete();
        client.policy()
                .v1beta1()
                .podDisruptionBudget()
                .inNamespace(TestCluster.NAMESPACE)
                .delete();
        client.autoscaling()
                .v1()
                .horizontalPodAutoscalers()
                .inNamespace(TestCluster.NAMESPACE)
                .delete();
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> used.pods().isEmpty()
                        && client.apps()
                                .replicaSets()
                                .inNamespace(TestCluster.NAMESPACE)
                                .list()
                                .getItems()
                                .isEmpty()
                        && client.apps()
                                .controllerRevisions()
                                .inNamespace(TestCluster.NAMESPACE)
                                .list()
                                .getItems()
                                .isEmpty());
    }
}
