package io.jenkins.plugins.cutover.sandbox.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.Optional;

/**
 * A kind of object that the sandbox's API server knows, as a current EKS serves it.
 *
 * @param model fabric8's class, which knows its fields
 */
record Kind(String group, String version, String plural, Class<? extends HasMetadata> model) {
    static final List<Kind> ALL = List.of(
            new Kind("", "v1", "namespaces", Namespace.class),
            new Kind("", "v1", "nodes", Node.class),
            new Kind("", "v1", "pods", Pod.class),
            new Kind("", "v1", "services", Service.class),
            new Kind("", "v1", "endpoints", Endpoints.class),
            new Kind("", "v1", "configmaps", ConfigMap.class),
            new Kind("", "v1", "secrets", Secret.class),
            new Kind("", "v1", "serviceaccounts", ServiceAccount.class),
            new Kind("", "v1", "events", Event.class),
            new Kind("", "v1", "resourcequotas", ResourceQuota.class),
            new Kind("", "v1", "persistentvolumeclaims", PersistentVolumeClaim.class),
            new Kind("apps", "v1", "deployments", Deployment.class),
            new Kind("apps", "v1", "replicasets", ReplicaSet.class),
            new Kind("apps", "v1", "statefulsets", StatefulSet.class),
            new Kind("apps", "v1", "controllerrevisions", ControllerRevision.class),
            new Kind(
                    "autoscaling",
                    "v2",
                    "horizontalpodautoscalers",
                    io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler.class),
            new Kind(
                    "autoscaling",
                    "v1",
                    "horizontalpodautoscalers",
                    io.fabric8.kubernetes.api.model.autoscaling.v1.HorizontalPodAutoscaler.class),
            new Kind("policy", "v1", "poddisruptionbudgets", PodDisruptionBudget.class),
            new Kind("networking.k8s.io", "v1", "ingresses", Ingress.class),
            new Kind("networking.k8s.io", "v1", "networkpolicies", NetworkPolicy.class),
            new Kind("coordination.k8s.io", "v1", "leases", Lease.class),
            new Kind("rbac.authorization.k8s.io", "v1", "roles", Role.class),
            new Kind("rbac.authorization.k8s.io", "v1", "rolebindings", RoleBinding.class));

    static Optional<Kind> find(String group, String version, String plural) {
        return ALL.stream()
                .filter(kind -> kind.group.equals(group) && kind.version.equals(version) && kind.plural.equals(plural))
                .findFirst();
    }

    static Kind of(Class<? extends HasMetadata> model) {
        return ALL.stream().filter(kind -> kind.model == model).findFirst().orElseThrow();
    }

    String kind() {
        return model.getSimpleName();
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Whether both are views of the same objects, in the same or in different versions. */
    boolean sameObjects(Kind other) {
        return group.equals(other.group) && plural.equals(other.plural);
    }

    /** As error messages name it: {@code deployments.apps}. */
    String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    boolean namespaced() {
        return !plural.equals("namespaces") && !plural.equals("nodes");
    }
}
