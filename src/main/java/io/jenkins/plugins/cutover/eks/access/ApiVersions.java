package io.jenkins.plugins.cutover.eks.access;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a version of an object's kind that the server serves. A version is replaced only by one whose fields have the
 * same meaning.
 */
public final class ApiVersions {
    /** By kind, versions whose fields are the same, in order of preference. */
    private static final Map<String, List<String>> SAME_FIELDS = Map.of(
            "PodDisruptionBudget", List.of("policy/v1", "policy/v1beta1"),
            "HorizontalPodAutoscaler", List.of("autoscaling/v2", "autoscaling/v2beta2"),
            "CronJob", List.of("batch/v1", "batch/v1beta1"));

    private ApiVersions() {}

    /**
     * Sets the version that the server serves in the object.
     *
     * @return how to address the object; empty when the server does not serve the kind
     */
    public static Optional<ResourceDefinitionContext> fit(GenericKubernetesResource object, Discovery discovery) {
        Optional<ResourceDefinitionContext> asWritten = discovery.find(object.getApiVersion(), object.getKind());
        List<String> others = SAME_FIELDS.getOrDefault(object.getKind(), List.of());
        if (asWritten.isPresent() || !others.contains(object.getApiVersion())) {
            return asWritten;
        }
        for (String version : others) {
            Optional<ResourceDefinitionContext> served = discovery.find(version, object.getKind());
            if (served.isPresent()) {
                object.setApiVersion(version);
                return served;
            }
        }
        return Optional.empty();
    }
}
