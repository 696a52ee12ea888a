package io.jenkins.plugins.cutover.eks.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.model.EksSpec;
import java.util.List;

/**
 * Deletes the pods that block a StatefulSet. A StatefulSet that waits for each pod in order does not even replace a pod
 * that never becomes ready ("forced rollback" in the Kubernetes documentation). It recreates a deleted pod with the same
 * claims.
 */
public final class StuckPods {
    private final KubernetesClient client;
    private final EksSpec spec;

    public StuckPods(KubernetesClient client, EksSpec spec) {
        this.client = client;
        this.spec = spec;
    }

    /**
     * Deletes the pods that are neither ready nor of the wanted revision.
     *
     * @param wantedHash the hash of the revision; empty when its pods do not exist yet
     */
    public void delete(Workload workload, String wantedHash) {
        if (!workload.progress().inOrder()) {
            return;
        }
        List<Pod> stuck = workload.pods().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null
                        && !Workload.ready(pod)
                        && !wantedHash.equals(workload.hash(pod)))
                .toList();
        stuck.forEach(pod -> client.pods()
                .inNamespace(spec.namespace())
                .withName(pod.getMetadata().getName())
                .delete());
    }
}
