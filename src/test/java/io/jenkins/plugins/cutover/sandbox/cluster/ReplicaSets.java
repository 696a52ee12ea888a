package io.jenkins.plugins.cutover.sandbox.cluster;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Makes and deletes the pods of ReplicaSets. */
final class ReplicaSets {
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final Store store;
    private final Faults faults;
    private final Collector collector;
    private final Random names = new Random(42);

    ReplicaSets(Store store, Faults faults) {
        this.store = store;
        this.faults = faults;
        this.collector = new Collector(store);
    }

    void sync(ReplicaSet set) {
        List<Pod> pods = pods(set);
        int wanted = set.getSpec().getReplicas();
        String refusal = "";
        for (int i = pods.size(); i < wanted && refusal.isEmpty(); i++) {
            refusal = make(set);
        }
        pods.stream()
                .sorted(Comparator.comparing(ReplicaSets::ready))
                .limit(Math.max(0, pods.size() - wanted))
                .forEach(pod -> collector.delete(Kind.of(Pod.class), Store.JSON.valueToTree(pod), ""));
        report(set, refusal);
    }

    /** The pods of a set that are not being deleted. */
    List<Pod> pods(ReplicaSet set) {
        String uid = set.getMetadata().getUid();
        return store.all(Pod.class, set.getMetadata().getNamespace()).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null
                        && pod.getMetadata().getOwnerReferences().stream()
                                .anyMatch(owner -> owner.getUid().equals(uid)))
                .toList();
    }

    private String make(ReplicaSet set) {
        String namespace = set.getMetadata().getNamespace();
        StringBuilder name = new StringBuilder(set.getMetadata().getName()).append('-');
        names.ints(5, 0, LETTERS.length()).forEach(i -> name.append(LETTERS.charAt(i)));
        long used = store.all(Pod.class, namespace).size();
        if (faults.quota().isPresent() && used >= faults.quota().getAsInt()) {
            int limit = faults.quota().getAsInt();
            return "pods \"" + name + "\" is forbidden: exceeded quota: pods, requested: pods=1, used: pods=" + used
                    + ", limited: pods=" + limit;
        }
        PodTemplateSpec template = set.getSpec().getTemplate();
        store.save(new PodBuilder()
                .withMetadata(template.getMetadata())
                .editMetadata()
                .withName(name.toString())
                .withNamespace(namespace)
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("apps/v1")
                        .withKind("ReplicaSet")
                        .withName(set.getMetadata().getName())
                        .withUid(set.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build())
                .endMetadata()
                .withSpec(template.getSpec())
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build());
        return "";
    }

    private void report(ReplicaSet set, String refusal) {
        List<Pod> pods = pods(set);
        int ready = (int) pods.stream().filter(ReplicaSets::ready).count();
        ReplicaSetStatusBuilder status = new ReplicaSetStatusBuilder()
                .withReplicas(pods.size())
                .withFullyLabeledReplicas(pods.size())
                .withReadyReplicas(ready)
                .withAvailableReplicas(ready)
                .withObservedGeneration(set.getMetadata().getGeneration());
        if (!refusal.isEmpty()) {
            var before = set.getStatus() == null
                    ? List.<io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition>of()
                    : set.getStatus().getConditions();
            String since = before.isEmpty() ? store.now() : before.get(0).getLastTransitionTime();
            status.addNewCondition(
                    since,
                    before.isEmpty() ? refusal : before.get(0).getMessage(),
                    "FailedCreate",
                    "True",
                    "ReplicaFailure");
        }
        set.setStatus(status.build());
        store.save(set);
    }

    static boolean ready(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream().anyMatch(condition -> isReady(condition));
    }

    private static boolean isReady(PodCondition condition) {
        return condition.getType().equals("Ready") && condition.getStatus().equals("True");
    }
}
