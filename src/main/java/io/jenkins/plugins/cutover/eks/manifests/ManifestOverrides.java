package io.jenkins.plugins.cutover.eks.manifests;

import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a spec says over what the manifests say. */
final class ManifestOverrides {
    /** Kinds without a namespace that a service's manifests may hold. */
    private static final Set<String> CLUSTER_WIDE = Set.of(
            "Namespace",
            "ClusterRole",
            "ClusterRoleBinding",
            "CustomResourceDefinition",
            "PersistentVolume",
            "StorageClass",
            "PriorityClass",
            "IngressClass");

    private final EksSpec spec;

    ManifestOverrides(EksSpec spec) {
        this.spec = spec;
    }

    List<Map<String, Object>> on(List<Map<String, Object>> objects) {
        List<String> faults = new ArrayList<>();
        putNamespace(objects, faults);
        List<Map<String, Object>> workloads = objects.stream()
                .filter(object -> Manifests.kind(object).isPresent())
                .toList();
        List<Map<String, Object>> own = workloads.stream()
                .filter(object -> spec.deployment().equals(Trees.text(object, "metadata", "name")))
                .toList();
        own.forEach(workload -> {
            putImage(workload, faults);
            putReplicas(workload);
        });
        if (own.isEmpty()) {
            faults.add("manifests: there is no Deployment or StatefulSet \"" + spec.deployment() + "\"; "
                    + (workloads.isEmpty() ? "they hold none" : "they hold " + titles(workloads)));
        } else if (own.size() > 1) {
            faults.add("manifests: " + titles(own) + " have one name; which of them is the service cannot be told");
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        return objects;
    }

    private static String titles(List<Map<String, Object>> workloads) {
        return workloads.stream().map(ManifestOverrides::title).collect(Collectors.joining(", "));
    }

    private static String title(Map<String, Object> object) {
        return object.get("kind") + "/" + Trees.text(object, "metadata", "name");
    }

    /** Only the namespace: for objects that are known by name alone. */
    List<Map<String, Object>> namespaceOn(List<Map<String, Object>> objects) {
        List<String> faults = new ArrayList<>();
        putNamespace(objects, faults);
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        return objects;
    }

    private void putNamespace(List<Map<String, Object>> objects, List<String> faults) {
        objects.forEach(object -> putNamespace(object, faults));
    }

    private void putNamespace(Map<String, Object> object, List<String> faults) {
        if (CLUSTER_WIDE.contains(String.valueOf(object.get("kind")))) {
            return;
        }
        Map<String, Object> metadata = Trees.child(object, "metadata");
        Object named = metadata.putIfAbsent("namespace", spec.namespace());
        if (named != null && !named.equals(spec.namespace())) {
            faults.add("manifests: " + object.get("kind") + "/" + metadata.get("name") + " is for the namespace \""
                    + named + "\", but the service goes to \"" + spec.namespace() + "\"");
        }
    }

    private void putImage(Map<String, Object> workload, List<String> faults) {
        if (spec.image() == null || spec.image().isEmpty()) {
            return;
        }
        List<?> containers = Trees.list(workload, "spec", "template", "spec", "containers");
        if (containers.isEmpty() || !(containers.get(0) instanceof Map<?, ?>)) {
            faults.add("manifests: " + title(workload) + " has no container to put the image \"" + spec.image()
                    + "\" into");
            return;
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> first = (Map<String, Object>) containers.get(0);
        first.put("image", spec.image());
    }

    private void putReplicas(Map<String, Object> workload) {
        if (spec.replicas() > 0) {
            Trees.child(workload, "spec").put("replicas", spec.replicas());
        }
    }
}
