package io.jenkins.plugins.cutover.eks;

import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a spec says over what the manifests say. */
final class Overrides {
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

    Overrides(EksSpec spec) {
        this.spec = spec;
    }

    List<Map<String, Object>> on(List<Map<String, Object>> objects) {
        List<String> faults = new ArrayList<>();
        List<String> deployments = new ArrayList<>();
        boolean found = false;
        putNamespace(objects, faults);
        for (Map<String, Object> object : objects) {
            if ("Deployment".equals(object.get("kind"))) {
                deployments.add(Trees.text(object, "metadata", "name"));
                if (spec.deployment().equals(Trees.text(object, "metadata", "name"))) {
                    found = true;
                    putImage(object, faults);
                    putReplicas(object);
                }
            }
        }
        if (!found) {
            faults.add("manifests: there is no Deployment \"" + spec.deployment() + "\"; "
                    + (deployments.isEmpty() ? "they hold none" : "they hold " + String.join(", ", deployments))
                    + (stateful(objects) ? "; a StatefulSet cannot cross yet, its data would stay behind" : ""));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        return objects;
    }

    private boolean stateful(List<Map<String, Object>> objects) {
        return objects.stream()
                .anyMatch(o -> "StatefulSet".equals(o.get("kind"))
                        && spec.deployment().equals(Trees.text(o, "metadata", "name")));
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

    private void putImage(Map<String, Object> deployment, List<String> faults) {
        if (spec.image() == null || spec.image().isEmpty()) {
            return;
        }
        List<?> containers = Trees.list(deployment, "spec", "template", "spec", "containers");
        if (containers.isEmpty() || !(containers.get(0) instanceof Map<?, ?>)) {
            faults.add("manifests: Deployment/" + spec.deployment() + " has no container to put the image \""
                    + spec.image() + "\" into");
            return;
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> first = (Map<String, Object>) containers.get(0);
        first.put("image", spec.image());
    }

    private void putReplicas(Map<String, Object> deployment) {
        if (spec.replicas() > 0) {
            Trees.child(deployment, "spec").put("replicas", spec.replicas());
        }
    }
}
