package io.jenkins.plugins.cutover.eks;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.EksSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Deployment with its ReplicaSets and pods, read at one moment. */
record Workload(Deployment deployment, List<ReplicaSet> sets, List<Pod> pods) {
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String HASH = "pod-template-hash";

    /** @return empty when there is no such Deployment */
    static Optional<Workload> read(KubernetesClient client, EksSpec spec) {
        Deployment deployment = client.apps()
                .deployments()
                .inNamespace(spec.namespace())
                .withName(spec.deployment())
                .get();
        if (deployment == null) {
            return Optional.empty();
        }
        var selector = deployment.getSpec().getSelector();
        List<ReplicaSet> sets = client
                .apps()
                .replicaSets()
                .inNamespace(spec.namespace())
                .withLabelSelector(selector)
                .list()
                .getItems()
                .stream()
                .filter(set -> ownedBy(set, deployment))
                .sorted(Comparator.comparingLong(Workload::revision))
                .toList();
        List<String> hashes = sets.stream().map(Workload::hash).toList();
        List<Pod> pods =
                client.pods().inNamespace(spec.namespace()).withLabelSelector(selector).list().getItems().stream()
                        .filter(pod -> hashes.contains(hash(pod)))
                        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                        .toList();
        return Optional.of(new Workload(deployment, sets, pods));
    }

    static CutoverException missing(EksSpec spec) {
        return new CutoverException(
                "Deployment/" + spec.deployment() + " is not there in namespace \"" + spec.namespace() + "\"");
    }

    int wanted() {
        Integer replicas = deployment.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    /** The newest revision's ReplicaSet; empty before the controller made it. */
    Optional<ReplicaSet> newest() {
        long revision = revision(deployment);
        return sets.stream().filter(set -> revision(set) == revision).findFirst();
    }

    /** The revision before the newest. */
    Optional<ReplicaSet> previous() {
        long revision = revision(deployment);
        return sets.stream().filter(set -> revision(set) < revision).reduce((first, second) -> second);
    }

    /** The latest revision before the newest that has a ready pod. */
    Optional<ReplicaSet> serving() {
        long revision = revision(deployment);
        return sets.stream()
                .filter(set -> revision(set) < revision && podsOf(set).stream().anyMatch(Workload::ready))
                .reduce((first, second) -> second);
    }

    List<Pod> podsOf(ReplicaSet set) {
        return pods.stream().filter(pod -> hash(pod).equals(hash(set))).toList();
    }

    static long revision(io.fabric8.kubernetes.api.model.HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        String revision = annotations == null ? null : annotations.get(REVISION);
        return revision == null ? 0 : Long.parseLong(revision);
    }

    /** Passes its readiness probe, has an address and is not on its way out. */
    static boolean ready(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getPodIP() != null
                && condition(pod, "Ready")
                        .map(PodCondition::getStatus)
                        .orElse("")
                        .equals("True");
    }

    static Optional<PodCondition> condition(Pod pod, String type) {
        if (pod.getStatus() == null || pod.getStatus().getConditions() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getConditions().stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    private static String hash(io.fabric8.kubernetes.api.model.HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(HASH, "");
    }

    private static boolean ownedBy(ReplicaSet set, Deployment deployment) {
        String uid = deployment.getMetadata().getUid();
        return set.getMetadata().getOwnerReferences().stream().anyMatch(owner -> uid.equals(owner.getUid()));
    }
}
