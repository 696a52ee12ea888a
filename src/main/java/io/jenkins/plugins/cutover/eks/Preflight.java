package io.jenkins.plugins.cutover.eks;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.cutover.model.Finding;
import java.util.ArrayList;
import java.util.List;

/** Asks the server what this credential may do, before anything is tried. */
final class Preflight {
    /** What a cutover does itself, whatever the manifests hold. The README's Role gives the same. */
    private static final List<Need> NEEDS = List.of(
            new Need("apps", "deployments", "get"),
            new Need("apps", "deployments", "create"),
            new Need("apps", "deployments", "patch"),
            new Need("apps", "deployments", "delete"),
            new Need("apps", "replicasets", "list"),
            new Need("", "pods", "list"),
            new Need("", "services", "get"),
            new Need("", "services", "create"),
            new Need("", "services", "patch"));

    /** Without these only the words of a failure are poorer. */
    private static final List<Need> HELPS = List.of(new Need("", "pods/log", "get"), new Need("", "events", "list"));

    private final KubernetesClient client;
    private final String namespace;
    private final ApiErrors errors;

    Preflight(KubernetesClient client, String namespace, ApiErrors errors) {
        this.client = client;
        this.namespace = namespace;
        this.errors = errors;
    }

    private record Need(String group, String resource, String verb) {
        String text() {
            return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
        }
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (!errors.told("namespace \"" + namespace + "\"", this::exists)) {
            findings.add(Finding.blocker("eks.namespace", "\"" + namespace + "\" does not exist"));
            return findings;
        }
        String about = "permission in namespace \"" + namespace + "\"";
        for (Need need : NEEDS) {
            if (!allowed(need)) {
                findings.add(Finding.blocker(about, "missing permission: " + need.text()));
            }
        }
        for (Need need : HELPS) {
            if (!allowed(need)) {
                findings.add(Finding.warning(about, "without " + need.text() + " a failure is told with fewer words"));
            }
        }
        return findings;
    }

    /** A credential that may not read namespaces may still use its own; what it cannot see counts as there. */
    private boolean exists() {
        try {
            return client.namespaces().withName(namespace).get() != null;
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403) {
                return true;
            }
            throw e;
        }
    }

    private boolean allowed(Need need) {
        String[] parts = need.resource().split("/");
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb(need.verb())
                .withGroup(need.group())
                .withResource(parts[0])
                .withSubresource(parts.length > 1 ? parts[1] : null)
                .endResourceAttributes()
                .endSpec()
                .build();
        return errors.told("asking for permissions", () -> client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed());
    }
}
