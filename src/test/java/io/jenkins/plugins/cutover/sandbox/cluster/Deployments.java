package io.jenkins.plugins.cutover.sandbox.cluster;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The deployment controller: one ReplicaSet for each template, and the rolling update between them by the upstream
 * controller's arithmetic (kubernetes/pkg/controller/deployment/rolling.go).
 */
final class Deployments {
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String HASH = "pod-template-hash";

    private final Store store;
    private final ReplicaSets sets;
    private final DeploymentStatuses statuses;

    Deployments(Store store, ReplicaSets sets, DeploymentStatuses statuses) {
        this.store = store;
        this.sets = sets;
        this.statuses = statuses;
    }

    void sync(Deployment deployment) {
        if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
            return;
        }
        List<ReplicaSet> owned = owned(deployment);
        ReplicaSet newest = newest(deployment, owned);
        List<ReplicaSet> old = new ArrayList<>(owned);
        old.removeIf(
                set -> set.getMetadata().getName().equals(newest.getMetadata().getName()));
        if ("Recreate".equals(deployment.getSpec().getStrategy().getType())) {
            recreate(deployment, newest, old);
        } else {
            roll(deployment, newest, old);
        }
        owned(deployment).forEach(sets::sync);
        statuses.report(deployment, newest.getMetadata().getName(), owned(deployment));
    }

    private List<ReplicaSet> owned(Deployment deployment) {
        String uid = deployment.getMetadata().getUid();
        return store.all(ReplicaSet.class, deployment.getMetadata().getNamespace()).stream()
                .filter(set -> set.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> owner.getUid().equals(uid)))
                .toList();
    }

    private ReplicaSet newest(Deployment deployment, List<ReplicaSet> owned) {
        PodTemplateSpec template = deployment.getSpec().getTemplate();
        long last = owned.stream().mapToLong(Deployments::revision).max().orElse(0);
        ReplicaSet set = owned.stream()
                .filter(one -> withoutHash(one.getSpec().getTemplate()).equals(withoutHash(template)))
                .findFirst()
                .orElse(null);
        long revision = set != null && revision(set) == last ? last : last + 1;
        if (set == null) {
            set = store.save(make(deployment, revision));
        } else if (revision(set) != revision) {
            set.getMetadata().getAnnotations().put(REVISION, String.valueOf(revision));
            set = store.save(set);
        }
        annotate(deployment, revision);
        return set;
    }

    private void annotate(Deployment deployment, long revision) {
        Map<String, String> annotations = deployment.getMetadata().getAnnotations();
        if (annotations == null) {
            annotations = new HashMap<>();
        }
        annotations.put(REVISION, String.valueOf(revision));
        deployment.getMetadata().setAnnotations(annotations);
        store.save(deployment);
    }

    private static ReplicaSet make(Deployment deployment, long revision) {
        PodTemplateSpec template = deployment.getSpec().getTemplate();
        String hash = Integer.toString(template.hashCode() & Integer.MAX_VALUE, 36);
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace(deployment.getMetadata().getNamespace())
                .withName(deployment.getMetadata().getName() + "-" + hash)
                .withLabels(template.getMetadata().getLabels())
                .addToLabels(HASH, hash)
                .addToAnnotations(REVISION, String.valueOf(revision))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("apps/v1")
                        .withKind("Deployment")
                        .withName(deployment.getMetadata().getName())
                        .withUid(deployment.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build())
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withSelector(deployment.getSpec().getSelector())
                .editSelector()
                .addToMatchLabels(HASH, hash)
                .endSelector()
                .withTemplate(template)
                .editTemplate()
                .editMetadata()
                .addToLabels(HASH, hash)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }

    private void recreate(Deployment deployment, ReplicaSet newest, List<ReplicaSet> old) {
        old.forEach(set -> scale(set, 0));
        boolean gone = old.stream().allMatch(set -> sets.pods(set).isEmpty());
        if (gone) {
            scale(newest, deployment.getSpec().getReplicas());
        }
    }

    private void roll(Deployment deployment, ReplicaSet newest, List<ReplicaSet> old) {
        int wanted = deployment.getSpec().getReplicas();
        var rolling = deployment.getSpec().getStrategy().getRollingUpdate();
        int surge = part(rolling.getMaxSurge(), wanted, true);
        int unavailable = part(rolling.getMaxUnavailable(), wanted, false);
        if (surge == 0 && unavailable == 0) {
            unavailable = 1;
        }
        int total = newest.getSpec().getReplicas() + sum(old);
        int now = newest.getSpec().getReplicas();
        int next = now > wanted ? wanted : Math.min(wanted, now + Math.max(0, wanted + surge - total));
        scale(newest, next);
        int minAvailable = wanted - unavailable;
        int removable = next + sum(old) - minAvailable - (next - ready(newest));
        removable = removeUnhealthy(old, removable);
        int available = ready(newest) + old.stream().mapToInt(this::ready).sum();
        removeHealthy(old, Math.min(removable, available - minAvailable));
    }

    private int removeUnhealthy(List<ReplicaSet> old, int removable) {
        for (ReplicaSet set : old) {
            int unhealthy = set.getSpec().getReplicas() - ready(set);
            int fewer = Math.max(0, Math.min(unhealthy, removable));
            scale(set, set.getSpec().getReplicas() - fewer);
            removable -= fewer;
        }
        return removable;
    }

    private void removeHealthy(List<ReplicaSet> old, int removable) {
        for (ReplicaSet set : old) {
            int fewer = Math.max(0, Math.min(set.getSpec().getReplicas(), removable));
            scale(set, set.getSpec().getReplicas() - fewer);
            removable -= fewer;
        }
    }

    private void scale(ReplicaSet set, int replicas) {
        if (set.getSpec().getReplicas() != replicas) {
            set.getSpec().setReplicas(replicas);
            store.save(set);
        }
    }

    private int ready(ReplicaSet set) {
        return (int) sets.pods(set).stream().filter(ReplicaSets::ready).count();
    }

    private static int sum(List<ReplicaSet> sets) {
        return sets.stream().mapToInt(set -> set.getSpec().getReplicas()).sum();
    }

    private static int part(IntOrString value, int of, boolean up) {
        if (value.getStrVal() == null) {
            return value.getIntVal();
        }
        double percent = Double.parseDouble(value.getStrVal().replace("%", ""));
        return (int) (up ? Math.ceil(of * percent / 100) : Math.floor(of * percent / 100));
    }

    static long revision(ReplicaSet set) {
        return Long.parseLong(set.getMetadata().getAnnotations().getOrDefault(REVISION, "0"));
    }

    private static PodTemplateSpec withoutHash(PodTemplateSpec template) {
        PodTemplateSpec copy = Store.JSON.convertValue(template, PodTemplateSpec.class);
        copy.getMetadata().getLabels().remove(HASH);
        return copy;
    }
}
