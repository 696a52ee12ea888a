package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds the manifests from the results of all parts of the translation. */
final class ManifestAssembler {
    private static final int CPU_PERCENT = 70;

    private ManifestAssembler() {}

    static List<HasMetadata> of(Draft draft) {
        UpdateStrategy rollout = new UpdateStrategy(draft);
        List<HasMetadata> manifests = new ArrayList<>();
        if (!draft.configData.isEmpty()) {
            manifests.add(new ConfigMapBuilder()
                    .withMetadata(metadata(draft, draft.secretName()))
                    .withData(draft.configData)
                    .build());
        }
        manifests.addAll(draft.storage);
        manifests.add(draft.stateful() ? statefulSet(draft, rollout) : deployment(draft, rollout));
        manifests.addAll(Services.of(draft));
        rollout.budget().ifPresent(manifests::add);
        if (draft.settings.maxReplicas() > 0) {
            manifests.add(autoscaler(draft));
        }
        return manifests;
    }

    /** Not part of the manifests, because its values must not be written to a file. */
    static Secret secret(Draft draft) {
        if (draft.secretData.isEmpty()) {
            return null;
        }
        return new SecretBuilder()
                .withMetadata(metadata(draft, draft.secretName()))
                .withType("Opaque")
                .withStringData(draft.secretData)
                .build();
    }

    static ObjectMeta metadata(Draft draft, String name) {
        ObjectMeta metadata = new ObjectMetaBuilder().withName(name).build();
        own(draft, metadata);
        return metadata;
    }

    /** Marks a manifest as made from the app. */
    static void own(Draft draft, ObjectMeta metadata) {
        Map<String, String> labels = new TreeMap<>(draft.selector());
        labels.put("app.kubernetes.io/managed-by", "phased-cutover");
        metadata.setLabels(labels);
        metadata.setAnnotations(new TreeMap<>(Map.of(Draft.DOMAIN + "marathon-id", draft.id)));
        if (!draft.settings.namespace().isEmpty()) {
            metadata.setNamespace(draft.settings.namespace());
        }
    }

    private static ObjectMeta workload(Draft draft) {
        ObjectMeta metadata = metadata(draft, draft.name);
        draft.labels.forEach(metadata.getLabels()::putIfAbsent);
        metadata.getAnnotations().putAll(draft.annotations);
        return metadata;
    }

    private static PodTemplateSpec template(Draft draft) {
        Map<String, String> labels = new TreeMap<>(draft.labels);
        labels.putAll(draft.selector());
        Map<String, String> annotations = new TreeMap<>(draft.podAnnotations);
        annotations.put(Draft.DOMAIN + "marathon-id", draft.id);
        if (!draft.configData.isEmpty()) {
            // A ConfigMap's change alone restarts nothing; a change of env in Marathon restarts every task.
            annotations.put(Draft.DOMAIN + "env-hash", KubernetesNames.hash(draft.configData.toString()));
        }
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .withSpec(draft.pod
                        .withContainers(draft.container
                                .withName(draft.name)
                                .withVolumeMounts(draft.mounts)
                                .build())
                        .withVolumes(draft.volumes)
                        .withImagePullSecrets(draft.pullSecrets)
                        .build())
                .build();
    }

    private static HasMetadata deployment(Draft draft, UpdateStrategy rollout) {
        return new DeploymentBuilder()
                .withMetadata(workload(draft))
                .withNewSpec()
                .withReplicas(replicas(draft))
                .withNewSelector()
                .withMatchLabels(draft.selector())
                .endSelector()
                .withStrategy(rollout.strategy())
                .withTemplate(template(draft))
                .endSpec()
                .build();
    }

    private static HasMetadata statefulSet(Draft draft, UpdateStrategy rollout) {
        rollout.reportStateful();
        return new StatefulSetBuilder()
                .withMetadata(workload(draft))
                .withNewSpec()
                .withReplicas(replicas(draft))
                .withServiceName(draft.name)
                .withPodManagementPolicy("Parallel")
                .withNewSelector()
                .withMatchLabels(draft.selector())
                .endSelector()
                .withTemplate(template(draft))
                .withVolumeClaimTemplates(draft.claimTemplates)
                .endSpec()
                .build();
    }

    /** An autoscaler sets the number itself. */
    private static Integer replicas(Draft draft) {
        return draft.settings.maxReplicas() > 0 ? null : Integer.valueOf(draft.replicas);
    }

    private static HasMetadata autoscaler(Draft draft) {
        int min = Math.max(1, draft.replicas);
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(metadata(draft, draft.name))
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", draft.stateful() ? "StatefulSet" : "Deployment", draft.name)
                .withMinReplicas(min)
                .withMaxReplicas(Math.max(min, draft.settings.maxReplicas()))
                .addNewMetric()
                .withType("Resource")
                .withNewResource()
                .withName("cpu")
                .withNewTarget()
                .withType("Utilization")
                .withAverageUtilization(CPU_PERCENT)
                .endTarget()
                .endResource()
                .endMetric()
                .endSpec()
                .build();
    }
}
