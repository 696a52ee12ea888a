package io.jenkins.plugins.cutover.eks.access;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which kinds and versions the server serves: a current EKS has policy/v1 and autoscaling/v2, a cluster of version 1.20
 * their beta versions. Caches the answers; use one for as long as its client.
 */
public final class Discovery {
    private final KubernetesClient client;
    private final Map<String, Optional<APIResourceList>> answers = new HashMap<>();

    public Discovery(KubernetesClient client) {
        this.client = client;
    }

    /** @return how to address a kind; empty when the server does not serve it in that version */
    Optional<ResourceDefinitionContext> find(String apiVersion, String kind) {
        return resources(apiVersion)
                .flatMap(list -> list.getResources().stream()
                        .filter(resource -> kind.equals(resource.getKind())
                                && !resource.getName().contains("/"))
                        .findFirst())
                .map(resource -> context(apiVersion, resource));
    }

    private Optional<APIResourceList> resources(String apiVersion) {
        return answers.computeIfAbsent(apiVersion, version -> {
            try {
                return Optional.ofNullable(client.getApiResources(version)).map(list -> {
                    list.setResources(list.getResources() == null ? List.of() : list.getResources());
                    return list;
                });
            } catch (KubernetesClientException e) {
                if (e.getCode() == 404) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private static ResourceDefinitionContext context(String apiVersion, APIResource resource) {
        int slash = apiVersion.indexOf('/');
        return new ResourceDefinitionContext.Builder()
                .withGroup(slash < 0 ? "" : apiVersion.substring(0, slash))
                .withVersion(apiVersion.substring(slash + 1))
                .withKind(resource.getKind())
                .withPlural(resource.getName())
                .withNamespaced(Boolean.TRUE.equals(resource.getNamespaced()))
                .build();
    }
}
