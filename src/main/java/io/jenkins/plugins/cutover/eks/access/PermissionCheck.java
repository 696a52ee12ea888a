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

/** Asks the server what the credential may do, before anything is changed. */
public final class PermissionCheck {
    /** Needed for every cutover. */
    private static final List<Permission> ALWAYS = List.of(new Permission("", "pods", "list"));

    /** Needed for a workload of each kind, to delete it and to find its earlier revisions. */
    private static final Map<WorkloadKind, List<Permission>> BY_KIND = Map.of(
            WorkloadKind.DEPLOYMENT,
                    List.of(
                            new Permission("apps", "deployments", "delete"),
                            new Permission("apps", "replicasets", "list")),
            WorkloadKind.STATEFUL_SET,
                    List.of(
                            new Permission("apps", "statefulsets", "delete"),
                            new Permission("apps", "controllerrevisions", "list"),
                            new Permission("", "pods", "delete")));

    /** Needed for every object that is applied. */
    private static final List<String> APPLY_VERBS = List.of("get", "create", "patch");

    /** The resources of a Deployment and a Service, assumed while the manifests are unknown; group by resource. */
    private static final Map<String, String> DEFAULT_RESOURCES = Map.of("deployments", "apps", "services", "");

    private static final String LESS_DETAIL = "reports of failures have less detail";

    /** Not needed for a cutover; each with what is lost without it. */
    private static final List<Useful> USEFUL = List.of(
            new Useful(new Permission("", "pods/log", "get"), LESS_DETAIL),
            new Useful(new Permission("", "events", "list"), LESS_DETAIL),
            new Useful(new Permission("", "pods", "watch"), "a change of the pods is noticed only at the next poll"));

    private final KubernetesClient client;
    private final Discovery discovery;
    private final String namespace;
    private final ApiErrors errors;

    /** @param namespace where the service is deployed */
    public PermissionCheck(KubernetesClient client, String namespace, ApiErrors errors) {
        this.client = client;
        this.discovery = new Discovery(client);
        this.namespace = namespace;
        this.errors = errors;
    }

    private record Permission(String group, String resource, String verb) {
        String text() {
            return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
        }
    }

    private record Useful(Permission permission, String loss) {}

    /**
     * One finding for each missing permission, and for a StatefulSet whose pods would not all be replaced.
     *
     * @param manifests empty when they are unknown
     */
    public List<Finding> findings(Manifests manifests) {
        List<Finding> findings = new ArrayList<>();
        if (!errors.call("namespace \"" + namespace + "\"", this::namespaceExists)) {
            findings.add(Finding.blocker("eks.namespace", "\"" + namespace + "\" does not exist"));
            return findings;
        }
        String about = "permission in namespace \"" + namespace + "\"";
        for (Permission permission : permissions(manifests)) {
            if (!allowed(permission)) {
                findings.add(Finding.blocker(about, "missing permission: " + permission.text()));
            }
        }
        for (Useful useful : USEFUL) {
            if (!allowed(useful.permission())) {
                findings.add(
                        Finding.warning(about, "without " + useful.permission().text() + " " + useful.loss()));
            }
        }
        findings.addAll(updateStrategies(manifests));
        return findings;
    }

    private List<Permission> permissions(Manifests manifests) {
        List<Permission> permissions = new ArrayList<>(ALWAYS);
        Set<WorkloadKind> kinds = EnumSet.noneOf(WorkloadKind.class);
        for (GenericKubernetesResource object : manifests.objects()) {
            Manifests.kind(Map.of("kind", object.getKind())).ifPresent(kinds::add);
            errors.call("reading the cluster", () -> ApiVersions.fit(object, discovery))
                    .filter(ResourceDefinitionContext::isNamespaceScoped)
                    .ifPresent(
                            context -> permissions.addAll(permissionsToApply(context.getGroup(), context.getPlural())));
        }
        if (manifests.objects().isEmpty()) {
            kinds.add(WorkloadKind.DEPLOYMENT);
            DEFAULT_RESOURCES.forEach((resource, group) -> permissions.addAll(permissionsToApply(group, resource)));
        }
        kinds.forEach(kind -> permissions.addAll(BY_KIND.get(kind)));
        return permissions.stream().distinct().toList();
    }

    private static List<Permission> permissionsToApply(String group, String resource) {
        return APPLY_VERBS.stream()
                .map(verb -> new Permission(group == null ? "" : group, resource, verb))
                .toList();
    }

    /** StatefulSets that would keep pods of the previous revision. */
    private static List<Finding> updateStrategies(Manifests manifests) {
        List<Finding> findings = new ArrayList<>();
        for (String name : manifests.names(WorkloadKind.STATEFUL_SET.title())) {
            Map<String, Object> set = manifests.workload(name).orElse(Map.of());
            String about = "StatefulSet/" + name;
            if (Trees.text(set, "spec", "updateStrategy", "type").equals("OnDelete")) {
                findings.add(Finding.blocker(
                        about, "updateStrategy is OnDelete: no pod would be replaced; use RollingUpdate"));
            }
            Object partition = Trees.at(set, "spec", "updateStrategy", "rollingUpdate", "partition");
            if (partition instanceof Number below && below.intValue() > 0) {
                findings.add(Finding.warning(
                        about,
                        "partition " + below + ": pods " + name + "-0 to " + name + "-" + (below.intValue() - 1)
                                + " that run already keep the previous revision, and get traffic"));
            }
        }
        return findings;
    }

    /** A credential that may not read namespaces may still use its own, so an unreadable one counts as existing. */
    private boolean namespaceExists() {
        try {
            return client.namespaces().withName(namespace).get() != null;
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403) {
                return true;
            }
            throw e;
        }
    }

    private boolean allowed(Permission permission) {
        String[] parts = permission.resource().split("/");
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb(permission.verb())
                .withGroup(permission.group())
                .withResource(parts[0])
                .withSubresource(parts.length > 1 ? parts[1] : null)
                .endResourceAttributes()
                .endSpec()
                .build();
        return errors.call("asking for permissions", () -> client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed());
    }
}
