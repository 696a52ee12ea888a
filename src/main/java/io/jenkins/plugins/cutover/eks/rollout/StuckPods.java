package io.jenkins.plugins.cutover.eks.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.model.EksSpec;
import java.util.List;

/**
 * Pods of a StatefulSet that waits for each pod in order: one that never gets ready holds up even the revision that would
 * replace it ("forced rollback" in the documentation of Kubernetes), so it is deleted, and made anew with the same claims.
 */
public final class StuckPods {
    private final KubernetesClient client;
    private final EksSpec spec;

    public StuckPods(KubernetesClient client, EksSpec spec) {
        this.client = client;
        this.spec = spec;
    }

    /** Those that are not ready and not of the revision that is wanted, as the workload was read. */
    public void delete(Workload workload, String wanted) {
        if (!workload.progress().inOrder()) {
            return;
        }
        List<Pod> stuck = workload.pods().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null
                        && !Workload.ready(pod)
                        && !wanted.equals(workload.mark(pod)))
                .toList();
        stuck.forEach(pod -> client.pods()
                .inNamespace(spec.namespace())
                .withName(pod.getMetadata().getName())
                .delete());
    }
}
