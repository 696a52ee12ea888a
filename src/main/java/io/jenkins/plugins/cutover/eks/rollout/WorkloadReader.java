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

/** Finds the service's workload, whichever kind it is; {@link #refuseOther} sees to it that there is one only. */
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

    /** @return the kind that is there; empty for none */
    public Optional<WorkloadKind> kind() {
        return resource(WorkloadKind.DEPLOYMENT).get() != null
                ? Optional.of(WorkloadKind.DEPLOYMENT)
                : statefulSet().map(found -> WorkloadKind.STATEFUL_SET);
    }

    /** @return the replicas asked for; empty when there is no workload */
    public Optional<Integer> replicas() {
        return Optional.<HasMetadata>ofNullable(
                        resource(WorkloadKind.DEPLOYMENT).get())
                .or(this::statefulSet)
                .map(found ->
                        Trees.at(Manifests.copy(found), "spec", "replicas") instanceof Number n ? n.intValue() : 1);
    }

    /** The pods of one would be taken for the other's: both have the service's labels. */
    public void refuseOther(WorkloadKind wanted) {
        WorkloadKind other = wanted == WorkloadKind.DEPLOYMENT ? WorkloadKind.STATEFUL_SET : WorkloadKind.DEPLOYMENT;
        boolean there = other == WorkloadKind.DEPLOYMENT
                ? resource(other).get() != null
                : statefulSet().isPresent();
        if (there) {
            throw new CutoverException("manifests: they hold " + wanted.title + "/" + spec.deployment() + ", but "
                    + other.title + "/" + spec.deployment() + " is there in namespace \"" + spec.namespace()
                    + "\"; delete the one that is not wanted");
        }
    }

    /** A Role for a Deployment need not speak of StatefulSets: what may not be seen counts as not there. */
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

    public RollableScalableResource<? extends HasMetadata> resource(WorkloadKind kind) {
        return kind == WorkloadKind.DEPLOYMENT
                ? client.apps().deployments().inNamespace(spec.namespace()).withName(spec.deployment())
                : client.apps().statefulSets().inNamespace(spec.namespace()).withName(spec.deployment());
    }

    public static CutoverException missing(EksSpec spec) {
        return new CutoverException("no Deployment or StatefulSet \"" + spec.deployment()
                + "\" is there in namespace \"" + spec.namespace() + "\"");
    }

    static boolean ownedBy(HasMetadata object, HasMetadata owner) {
        String uid = owner.getMetadata().getUid();
        return object.getMetadata().getOwnerReferences().stream().anyMatch(o -> uid.equals(o.getUid()));
    }

    /** A template without the controller's own mark. */
    static JsonNode template(Object template, String hash) {
        JsonNode tree = Serialization.jsonMapper().valueToTree(template);
        if (tree instanceof ObjectNode object) {
            object.remove("$patch");
            if (tree.at("/metadata/labels") instanceof ObjectNode labels) {
                labels.remove(hash);
            }
        }
        return tree;
    }

    static int number(Integer value) {
        return value == null ? 0 : value;
    }
}
