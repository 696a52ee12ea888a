package io.jenkins.plugins.cutover.sandbox;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.sandbox.cluster.SandboxPod;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * Replaces every pod, one after the other, as a node upgrade does: a pod is deleted, its successor gets ready at another
 * address, and the old one serves until its grace period is over. HAProxy must have followed by then.
 */
public final class PodReplacement {
    /** Half of the default of Kubernetes, and more than two polls of the cluster. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private static final Duration READY = Duration.ofSeconds(30);

    private PodReplacement() {}

    /** Blocks until the last successor is ready. */
    public static void run(LocalCluster cluster, String namespace) {
        cluster.faults().grace(GRACE);
        KubernetesClient client = cluster.client();
        List<SandboxPod> old = ready(cluster);
        for (SandboxPod pod : old) {
            client.pods().inNamespace(namespace).withName(pod.name()).delete();
            Awaitility.await()
                    .atMost(READY)
                    .until(() -> ready(cluster).size() == old.size()
                            && !ready(cluster).contains(pod));
        }
    }

    private static List<SandboxPod> ready(LocalCluster cluster) {
        return cluster.pods().stream().filter(SandboxPod::ready).toList();
    }
}
