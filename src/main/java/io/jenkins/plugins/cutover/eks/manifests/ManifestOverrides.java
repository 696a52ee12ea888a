package io.jenkins.plugins.cutover.eks.manifests;

import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Sets the values of a spec in manifests: namespace, image, replicas. */
final class ManifestOverrides {
    /** Kinds without a namespace that a service's manifests may contain. */
    private static final Set<String> CLUSTER_SCOPED = Set.of(
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

    List<Map<String, Object>> applyTo(List<Map<String, Object>> objects) {
        List<String> problems = new ArrayList<>();
        setNamespace(objects, problems);
        List<Map<String, Object>> workloads = objects.stream()
                .filter(object -> Manifests.kind(object).isPresent())
                .toList();
        List<Map<String, Object>> matching = workloads.stream()
                .filter(object -> spec.deployment().equals(Trees.text(object, "metadata", "name")))
                .toList();
        matching.forEach(workload -> {
            setImage(workload, problems);
            setReplicas(workload);
        });
        if (matching.isEmpty()) {
            problems.add("manifests: there is no Deployment or StatefulSet \"" + spec.deployment() + "\"; "
                    + (workloads.isEmpty() ? "they contain none" : "they contain " + titles(workloads)));
        } else if (matching.size() > 1) {
            problems.add("manifests: " + titles(matching)
                    + " have the same name, so it is unclear which of them is the service");
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return objects;
    }

    private static String titles(List<Map<String, Object>> workloads) {
        return workloads.stream().map(ManifestOverrides::title).collect(Collectors.joining(", "));
    }

    private static String title(Map<String, Object> object) {
        return object.get("kind") + "/" + Trees.text(object, "metadata", "name");
    }

    /** Sets the namespace only: for objects of which only the name matters. */
    List<Map<String, Object>> setNamespace(List<Map<String, Object>> objects) {
        List<String> problems = new ArrayList<>();
        setNamespace(objects, problems);
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return objects;
    }

    private void setNamespace(List<Map<String, Object>> objects, List<String> problems) {
        objects.forEach(object -> setNamespace(object, problems));
    }

    private void setNamespace(Map<String, Object> object, List<String> problems) {
        if (CLUSTER_SCOPED.contains(String.valueOf(object.get("kind")))) {
            return;
        }
        Map<String, Object> metadata = Trees.child(object, "metadata");
        Object existing = metadata.putIfAbsent("namespace", spec.namespace());
        if (existing != null && !existing.equals(spec.namespace())) {
            problems.add("manifests: " + object.get("kind") + "/" + metadata.get("name") + " is for the namespace \""
                    + existing + "\", but the service goes to \"" + spec.namespace() + "\"");
        }
    }

    private void setImage(Map<String, Object> workload, List<String> problems) {
        if (spec.image() == null || spec.image().isEmpty()) {
            return;
        }
        List<?> containers = Trees.list(workload, "spec", "template", "spec", "containers");
        if (containers.isEmpty() || !(containers.get(0) instanceof Map<?, ?>)) {
            problems.add("manifests: " + title(workload) + " has no container for the image \"" + spec.image() + "\"");
            return;
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> first = (Map<String, Object>) containers.get(0);
        first.put("image", spec.image());
    }

    private void setReplicas(Map<String, Object> workload) {
        if (spec.replicas() > 0) {
            Trees.child(workload, "spec").put("replicas", spec.replicas());
        }
    }
}
