package io.jenkins.plugins.cutover.eks.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.eks.manifests.Trees;
import io.jenkins.plugins.cutover.eks.manifests.WorkloadKind;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.EksSpec;
import java.util.Optional;

/** Finds the service's workload, a Deployment or a StatefulSet; {@link #refuseOther} ensures that there is only one. */
public final class WorkloadReader {
    private static final int FORBIDDEN = 403;

    private final KubernetesClient client;
    private final EksSpec spec;

    public WorkloadReader(KubernetesClient client, EksSpec spec) {
        this.client = client;
        this.spec = spec;
    }

    /** @return empty when there is neither a Deployment nor a StatefulSet of that name */
    public Optional<Workload> read() {
        DeploymentReader deployments = new DeploymentReader(client, spec);
        return Optional.ofNullable(resource(WorkloadKind.DEPLOYMENT).get())
                .map(found -> deployments.read((io.fabric8.kubernetes.api.model.apps.Deployment) found))
                .or(() -> statefulSet().map(found -> new StatefulSetReader(client, spec)
                        .read((io.fabric8.kubernetes.api.model.apps.StatefulSet) found)));
    }

    /** @return the kind of the workload; empty when there is none */
    public Optional<WorkloadKind> kind() {
        return resource(WorkloadKind.DEPLOYMENT).get() != null
                ? Optional.of(WorkloadKind.DEPLOYMENT)
                : statefulSet().map(found -> WorkloadKind.STATEFUL_SET);
    }

    /** @return the desired replicas; empty when there is no workload */
    public Optional<Integer> replicas() {
        return Optional.<HasMetadata>ofNullable(
                        resource(WorkloadKind.DEPLOYMENT).get())
                .or(this::statefulSet)
                .map(found ->
                        Trees.at(Manifests.copy(found), "spec", "replicas") instanceof Number n ? n.intValue() : 1);
    }

    /**
     * Both kinds have the service's labels, so the pods of one would count as pods of the other.
     *
     * @throws CutoverException when there is a workload of the other kind
     */
    public void refuseOther(WorkloadKind wanted) {
        WorkloadKind other = wanted == WorkloadKind.DEPLOYMENT ? WorkloadKind.STATEFUL_SET : WorkloadKind.DEPLOYMENT;
        boolean exists = other == WorkloadKind.DEPLOYMENT
                ? resource(other).get() != null
                : statefulSet().isPresent();
        if (exists) {
            throw new CutoverException("manifests: they contain " + wanted.title() + "/" + spec.deployment() + ", but "
                    + other.title() + "/" + spec.deployment() + " exists in namespace \"" + spec.namespace()
                    + "\"; delete the one that is not wanted");
        }
    }

    /** A Role for a Deployment may not include StatefulSets, so a StatefulSet that may not be read counts as missing. */
    private Optional<HasMetadata> statefulSet() {
        try {
            return Optional.ofNullable(resource(WorkloadKind.STATEFUL_SET).get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The client's handle of the workload. */
    public RollableScalableResource<? extends HasMetadata> resource(WorkloadKind kind) {
        return kind == WorkloadKind.DEPLOYMENT
                ? client.apps().deployments().inNamespace(spec.namespace()).withName(spec.deployment())
                : client.apps().statefulSets().inNamespace(spec.namespace()).withName(spec.deployment());
    }

    /** The failure of a request that needs the workload. */
    public static CutoverException missing(EksSpec spec) {
        return new CutoverException(
                "no Deployment or StatefulSet \"" + spec.deployment() + "\" in namespace \"" + spec.namespace() + "\"");
    }

    static boolean ownedBy(HasMetadata object, HasMetadata owner) {
        String uid = owner.getMetadata().getUid();
        return object.getMetadata().getOwnerReferences().stream().anyMatch(o -> uid.equals(o.getUid()));
    }

    /** A pod template without the controller's own label. */
    static JsonNode template(Object template, String hashLabel) {
        JsonNode tree = Serialization.jsonMapper().valueToTree(template);
        if (tree instanceof ObjectNode object) {
            object.remove("$patch");
            if (tree.at("/metadata/labels") instanceof ObjectNode labels) {
                labels.remove(hashLabel);
            }
        }
        return tree;
    }

    static int number(Integer value) {
        return value == null ? 0 : value;
    }
}
