package io.jenkins.plugins.cutover.eks.access;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.eks.manifests.Trees;
import io.jenkins.plugins.cutover.eks.manifests.WorkloadKind;
import io.jenkins.plugins.cutover.model.Finding;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks the server what this credential may do, before anything is tried. */
public final class PermissionCheck {
    /** What a cutover does itself, whatever the manifests hold. */
    private static final List<Need> ALWAYS = List.of(new Need("", "pods", "list"));

    /** What it does with a workload of each kind, and how it finds the revision before. */
    private static final Map<WorkloadKind, List<Need>> OF_WORKLOAD = Map.of(
            WorkloadKind.DEPLOYMENT,
                    List.of(new Need("apps", "deployments", "delete"), new Need("apps", "replicasets", "list")),
            WorkloadKind.STATEFUL_SET,
                    List.of(
                            new Need("apps", "statefulsets", "delete"),
                            new Need("apps", "controllerrevisions", "list"),
                            new Need("", "pods", "delete")));

    /** What is done with everything that is applied. */
    private static final List<String> VERBS = List.of("get", "create", "patch");

    /** As if for a Deployment and a Service, where the manifests are not known. */
    private static final Map<String, String> USUAL = Map.of("deployments", "apps", "services", "");

    /** Without these only the words of a failure are poorer. */
    private static final List<Need> HELPS = List.of(new Need("", "pods/log", "get"), new Need("", "events", "list"));

    private final KubernetesClient client;
    private final Discovery discovery;
    private final String namespace;
    private final ApiErrors errors;

    public PermissionCheck(KubernetesClient client, String namespace, ApiErrors errors) {
        this.client = client;
        this.discovery = new Discovery(client);
        this.namespace = namespace;
        this.errors = errors;
    }

    private record Need(String group, String resource, String verb) {
        String text() {
            return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
        }
    }

    /** @param manifests none when they are not known */
    public List<Finding> findings(Manifests manifests) {
        List<Finding> findings = new ArrayList<>();
        if (!errors.translating("namespace \"" + namespace + "\"", this::exists)) {
            findings.add(Finding.blocker("eks.namespace", "\"" + namespace + "\" does not exist"));
            return findings;
        }
        String about = "permission in namespace \"" + namespace + "\"";
        for (Need need : needs(manifests)) {
            if (!allowed(need)) {
                findings.add(Finding.blocker(about, "missing permission: " + need.text()));
            }
        }
        for (Need need : HELPS) {
            if (!allowed(need)) {
                findings.add(Finding.warning(about, "without " + need.text() + " a failure is told with fewer words"));
            }
        }
        findings.addAll(halts(manifests));
        return findings;
    }

    private List<Need> needs(Manifests manifests) {
        List<Need> needs = new ArrayList<>(ALWAYS);
        Set<WorkloadKind> kinds = EnumSet.noneOf(WorkloadKind.class);
        for (GenericKubernetesResource object : manifests.objects()) {
            Manifests.kind(Map.of("kind", object.getKind())).ifPresent(kinds::add);
            errors.translating("reading the cluster", () -> ApiVersions.fit(object, discovery))
                    .filter(ResourceDefinitionContext::isNamespaceScoped)
                    .ifPresent(context -> needs.addAll(applied(context.getGroup(), context.getPlural())));
        }
        if (manifests.objects().isEmpty()) {
            kinds.add(WorkloadKind.DEPLOYMENT);
            USUAL.forEach((resource, group) -> needs.addAll(applied(group, resource)));
        }
        kinds.forEach(kind -> needs.addAll(OF_WORKLOAD.get(kind)));
        return needs.stream().distinct().toList();
    }

    private static List<Need> applied(String group, String resource) {
        return VERBS.stream()
                .map(verb -> new Need(group == null ? "" : group, resource, verb))
                .toList();
    }

    /** StatefulSets that would keep pods of the revision before. */
    private static List<Finding> halts(Manifests manifests) {
        List<Finding> findings = new ArrayList<>();
        for (String name : manifests.names(WorkloadKind.STATEFUL_SET.title)) {
            Map<String, Object> set = manifests.workload(name).orElse(Map.of());
            String about = "StatefulSet/" + name;
            if (Trees.text(set, "spec", "updateStrategy", "type").equals("OnDelete")) {
                findings.add(
                        Finding.blocker(
                                about,
                                "updateStrategy is OnDelete: no pod would be replaced; RollingUpdate is what a deploy follows"));
            }
            Object partition = Trees.at(set, "spec", "updateStrategy", "rollingUpdate", "partition");
            if (partition instanceof Number below && below.intValue() > 0) {
                findings.add(Finding.warning(
                        about,
                        "partition " + below + ": pods " + name + "-0 to " + name + "-" + (below.intValue() - 1)
                                + " that run already stay at the revision before, and get traffic"));
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
        return errors.translating("asking for permissions", () -> client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed());
    }
}
