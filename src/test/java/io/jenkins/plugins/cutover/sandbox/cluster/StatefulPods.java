package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;

/** A StatefulSet's pods, each with a name and claims that outlive it. */
final class StatefulPods {
    private StatefulPods() {}

    /** Claims have no owner: they stay when the set is deleted. */
    static List<PersistentVolumeClaim> claims(StatefulSet set, int ordinal) {
        return set.getSpec().getVolumeClaimTemplates().stream()
                .map(template -> new PersistentVolumeClaimBuilder(template)
                        .editMetadata()
                        .withName(claim(template, set, ordinal))
                        .withNamespace(set.getMetadata().getNamespace())
                        .withLabels(set.getSpec().getSelector().getMatchLabels())
                        .endMetadata()
                        .withNewStatus()
                        .withPhase("Pending")
                        .endStatus()
                        .build())
                .toList();
    }

    static Pod make(StatefulSet set, int ordinal, ControllerRevision revision) {
        String name = set.getMetadata().getName() + "-" + ordinal;
        ObjectNode tree =
                (ObjectNode) Store.JSON.valueToTree(revision.getData()).at("/spec/template");
        tree.remove("$patch");
        PodTemplateSpec template = Store.JSON.convertValue(tree, PodTemplateSpec.class);
        List<Volume> volumes = set.getSpec().getVolumeClaimTemplates().stream()
                .map(claim -> new VolumeBuilder()
                        .withName(claim.getMetadata().getName())
                        .withNewPersistentVolumeClaim(claim(claim, set, ordinal), false)
                        .build())
                .toList();
        return new PodBuilder()
                .withMetadata(template.getMetadata())
                .editMetadata()
                .withName(name)
                .withNamespace(set.getMetadata().getNamespace())
                .addToLabels(StatefulRevisions.HASH, revision.getMetadata().getName())
                .addToLabels("statefulset.kubernetes.io/pod-name", name)
                .withOwnerReferences(StatefulRevisions.owner(set))
                .endMetadata()
                .withSpec(template.getSpec())
                .editSpec()
                .withHostname(name)
                .withSubdomain(set.getSpec().getServiceName())
                .addAllToVolumes(volumes)
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build();
    }

    private static String claim(PersistentVolumeClaim template, StatefulSet set, int ordinal) {
        return template.getMetadata().getName() + "-" + set.getMetadata().getName() + "-" + ordinal;
    }
}
