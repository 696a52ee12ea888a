package io.jenkins.plugins.cutover.sandbox.cluster;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The stateful set controller, step by step as the upstream one (kubernetes/pkg/controller/statefulset, {@code
 * updateStatefulSet}): pods by ordinal, in order or all at once, and replaced from the highest ordinal down, one at a time.
 */
final class StatefulSets {
    private final Store store;
    private final Faults faults;
    private final Collector collector;
    private final StatefulRevisions revisions;

    StatefulSets(Store store, Faults faults) {
        this.store = store;
        this.faults = faults;
        this.collector = new Collector(store);
        this.revisions = new StatefulRevisions(store);
    }

    void sync(StatefulSet set) {
        ControllerRevision update = revisions.update(set);
        ControllerRevision current = revisions.current(set).orElse(update);
        act(set, current, update);
        report(set, current, update);
    }

    private void act(StatefulSet set, ControllerRevision current, ControllerRevision update) {
        boolean inOrder = !"Parallel".equals(set.getSpec().getPodManagementPolicy());
        int wanted = set.getSpec().getReplicas();
        for (int ordinal = 0; ordinal < wanted; ordinal++) {
            Optional<Pod> pod = pod(set, ordinal);
            if (pod.isEmpty()) {
                boolean made = make(set, ordinal, ordinal < kept(set, current) ? current : update);
                if (inOrder || !made) {
                    return;
                }
            } else if (inOrder && !well(pod.get())) {
                return;
            }
        }
        if (condemn(set, wanted, inOrder)
                || "OnDelete".equals(set.getSpec().getUpdateStrategy().getType())) {
            return;
        }
        for (int ordinal = wanted - 1; ordinal >= partition(set); ordinal--) {
            Optional<Pod> pod = pod(set, ordinal);
            boolean old = pod.filter(p -> !StatefulRevisions.of(p).equals(name(update)) && !ending(p))
                    .isPresent();
            if (old) {
                delete(pod.get());
                return;
            }
            if (pod.filter(StatefulSets::well).isEmpty()) {
                return;
            }
        }
    }

    /** @return whether one of those beyond the replicas is waited for */
    private boolean condemn(StatefulSet set, int wanted, boolean inOrder) {
        List<Pod> beyond = pods(set).stream()
                .filter(pod -> ordinal(pod) >= wanted)
                .sorted(java.util.Comparator.comparingInt(StatefulSets::ordinal).reversed())
                .toList();
        for (Pod pod : beyond) {
            if (!ending(pod)) {
                delete(pod);
            }
            if (inOrder) {
                return true;
            }
        }
        return false;
    }

    /** How many of the lowest ordinals are made at the revision before, when they are missing. */
    private int kept(StatefulSet set, ControllerRevision current) {
        if (partition(set) > 0) {
            return partition(set);
        }
        return (int) pods(set).stream()
                .filter(pod -> !ending(pod) && StatefulRevisions.of(pod).equals(name(current)))
                .count();
    }

    private boolean make(StatefulSet set, int ordinal, ControllerRevision revision) {
        long used = store.all(Pod.class, set.getMetadata().getNamespace()).size();
        String name = set.getMetadata().getName() + "-" + ordinal;
        if (faults.quota().isPresent() && used >= faults.quota().getAsInt()) {
            refused(
                    set,
                    "create Pod " + name + " in StatefulSet "
                            + set.getMetadata().getName() + " failed error: pods \""
                            + name + "\" is forbidden: exceeded quota: pods, requested: pods=1, used: pods=" + used
                            + ", limited: pods=" + faults.quota().getAsInt());
            return false;
        }
        StatefulPods.claims(set, ordinal).stream()
                .filter(claim -> store.get(
                                Kind.of(claim.getClass()),
                                claim.getMetadata().getNamespace(),
                                claim.getMetadata().getName())
                        .isEmpty())
                .forEach(store::save);
        store.save(StatefulPods.make(set, ordinal, revision));
        return true;
    }

    private void refused(StatefulSet set, String message) {
        String name = set.getMetadata().getName() + ".failedcreate";
        if (store.get(
                        Kind.of(io.fabric8.kubernetes.api.model.Event.class),
                        set.getMetadata().getNamespace(),
                        name)
                .isPresent()) {
            return;
        }
        store.save(new EventBuilder()
                .withNewMetadata()
                .withNamespace(set.getMetadata().getNamespace())
                .withName(name)
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("StatefulSet")
                .withName(set.getMetadata().getName())
                .withUid(set.getMetadata().getUid())
                .endInvolvedObject()
                .withType("Warning")
                .withReason("FailedCreate")
                .withMessage(message)
                .withFirstTimestamp(store.now())
                .withLastTimestamp(store.now())
                .build());
    }

    private void report(StatefulSet set, ControllerRevision current, ControllerRevision update) {
        List<Pod> pods = pods(set);
        int ready = count(pods, ReplicaSets::ready);
        int updated =
                count(pods, pod -> !ending(pod) && StatefulRevisions.of(pod).equals(name(update)));
        boolean ended = updated == pods.size() && ready == pods.size() && partition(set) == 0;
        set.setStatus(new StatefulSetStatusBuilder()
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withReplicas(pods.size())
                .withReadyReplicas(ready)
                .withAvailableReplicas(ready)
                .withUpdatedReplicas(updated)
                .withCurrentReplicas(
                        ended
                                ? updated
                                : count(
                                        pods,
                                        pod -> !ending(pod)
                                                && StatefulRevisions.of(pod).equals(name(current))))
                .withCurrentRevision(name(ended ? update : current))
                .withUpdateRevision(name(update))
                .withCollisionCount(0)
                .build());
        store.save(set);
    }

    private List<Pod> pods(StatefulSet set) {
        String uid = set.getMetadata().getUid();
        return store.all(Pod.class, set.getMetadata().getNamespace()).stream()
                .filter(pod -> pod.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> owner.getUid().equals(uid)))
                .toList();
    }

    private Optional<Pod> pod(StatefulSet set, int ordinal) {
        return pods(set).stream().filter(pod -> ordinal(pod) == ordinal).findFirst();
    }

    private void delete(Pod pod) {
        collector.delete(Kind.of(Pod.class), Store.JSON.valueToTree(pod), "");
    }

    private static int ordinal(Pod pod) {
        String name = pod.getMetadata().getName();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    private static int partition(StatefulSet set) {
        var rolling = set.getSpec().getUpdateStrategy().getRollingUpdate();
        return rolling == null || rolling.getPartition() == null ? 0 : rolling.getPartition();
    }

    private static boolean well(Pod pod) {
        return ReplicaSets.ready(pod) && !ending(pod);
    }

    private static boolean ending(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    private static int count(List<Pod> pods, Predicate<Pod> which) {
        return (int) pods.stream().filter(which).count();
    }

    private static String name(ControllerRevision revision) {
        return revision.getMetadata().getName();
    }
}
