package io.jenkins.plugins.cutover.eks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import io.jenkins.plugins.cutover.sandbox.RealCluster;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One real control plane for all tests of this room; it ends with the JVM. */
public final class RealClusters {
    /** For {@code @ResourceLock}: all share the one cluster and its namespace. */
    public static final String LOCK = "the real cluster";

    private static RealCluster cluster;

    private RealClusters() {}

    /** Skips the tests that need it where there is none, with the reason printed. */
    public static synchronized RealCluster require(Class<?> test) {
        if (cluster == null) {
            RealCluster.orSkip(test);
            cluster =
                    RealCluster.start(Cluster.NAMESPACE, Cluster.SERVERS, Duration.ofMillis(50), Duration.ofMillis(50));
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        }
        return cluster;
    }

    static void clean(LocalCluster used) {
        used.faults().none();
        used.recover();
        KubernetesClient client = used.client();
        client.resourceQuotas().inNamespace(Cluster.NAMESPACE).delete();
        client.apps().deployments().inNamespace(Cluster.NAMESPACE).delete();
        client.apps().statefulSets().inNamespace(Cluster.NAMESPACE).delete();
        client.persistentVolumeClaims().inNamespace(Cluster.NAMESPACE).delete();
        client.v1().events().inNamespace(Cluster.NAMESPACE).delete();
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
                                .isEmpty()
                        && client.apps()
                                .controllerRevisions()
                                .inNamespace(Cluster.NAMESPACE)
                                .list()
                                .getItems()
                                .isEmpty());
    }
}
