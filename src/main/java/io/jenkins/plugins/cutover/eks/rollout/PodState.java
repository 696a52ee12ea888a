package io.jenkins.plugins.cutover.eks.rollout;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.cutover.eks.manifests.WorkloadKind;
import java.util.Map;
import java.util.Optional;

/**
 * What decides whether a pod gets traffic. Two equal states need no new poll.
 *
 * @param workload the Deployment or StatefulSet that the pod belongs to; empty for another pod
 * @param address empty before it has one
 * @param ready whether it is an endpoint of its service
 * @param deleted whether its deletion was requested
 */
public record PodState(String workload, String address, boolean ready, boolean deleted) {
    public static PodState of(Pod pod) {
        String address = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
        return new PodState(
                workload(pod),
                address == null ? "" : address,
                Workload.ready(pod),
                pod.getMetadata().getDeletionTimestamp() != null);
    }

    /**
     * By the pod's owner, as a poll finds the pods, but without a request. The Deployment controller names a ReplicaSet
     * after the Deployment and the hash that its pods have as a label, {@code orders-7d4b9c} (kubernetes,
     * {@code pkg/controller/deployment/sync.go}, {@code getNewReplicaSet}).
     */
    private static String workload(Pod pod) {
        Optional<OwnerReference> owner = pod.getMetadata().getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .findFirst();
        if (owner.isEmpty()) {
            return "";
        }
        String name = owner.get().getName();
        if (WorkloadKind.STATEFUL_SET.title().equals(owner.get().getKind())) {
            return name;
        }
        Map<String, String> labels = pod.getMetadata().getLabels();
        String hash = labels == null ? null : labels.get(DeploymentReader.HASH);
        boolean ofDeployment = "ReplicaSet".equals(owner.get().getKind()) && hash != null && name.endsWith("-" + hash);
        return ofDeployment ? name.substring(0, name.length() - hash.length() - 1) : "";
    }
}
