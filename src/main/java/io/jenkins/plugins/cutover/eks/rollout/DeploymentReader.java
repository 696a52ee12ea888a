package io.jenkins.plugins.cutover.eks.rollout;

import static io.jenkins.plugins.cutover.eks.rollout.WorkloadReader.number;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.eks.access.ApiErrors;
import io.jenkins.plugins.cutover.eks.manifests.WorkloadKind;
import io.jenkins.plugins.cutover.eks.rollout.Workload.Progress;
import io.jenkins.plugins.cutover.eks.rollout.Workload.Refusal;
import io.jenkins.plugins.cutover.model.EksSpec;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a Deployment with its ReplicaSets and pods, by the rules of {@code kubectl rollout status}. */
final class DeploymentReader {
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String HASH = "pod-template-hash";

    private final KubernetesClient client;
    private final EksSpec spec;

    DeploymentReader(KubernetesClient client, EksSpec spec) {
        this.client = client;
        this.spec = spec;
    }

    Workload read(Deployment deployment) {
        List<ReplicaSet> replicaSets = replicaSets(deployment);
        List<String> hashes = replicaSets.stream().map(DeploymentReader::hash).toList();
        List<Pod> pods = client
                .pods()
                .inNamespace(spec.namespace())
                .withLabelSelector(deployment.getSpec().getSelector())
                .list()
                .getItems()
                .stream()
                .filter(pod -> hashes.contains(hash(pod)))
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
        long newest = revision(deployment);
        return new Workload(
                WorkloadKind.DEPLOYMENT,
                spec.deployment(),
                wanted(deployment),
                0,
                replicaSets.stream()
                        .filter(set -> revision(set) == newest)
                        .map(DeploymentReader::hash)
                        .findFirst()
                        .orElse(""),
                replicaSets.stream()
                        .map(set -> new Revision(
                                revision(set),
                                hash(set),
                                WorkloadReader.template(set.getSpec().getTemplate(), HASH)))
                        .toList(),
                pods,
                progress(deployment));
    }

    private List<ReplicaSet> replicaSets(Deployment deployment) {
        return client
                .apps()
                .replicaSets()
                .inNamespace(spec.namespace())
                .withLabelSelector(deployment.getSpec().getSelector())
                .list()
                .getItems()
                .stream()
                .filter(set -> WorkloadReader.ownedBy(set, deployment))
                .sorted(Comparator.comparingLong(DeploymentReader::revision))
                .toList();
    }

    private static int wanted(Deployment deployment) {
        Integer replicas = deployment.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    private static Progress progress(Deployment deployment) {
        DeploymentStatus status = deployment.getStatus() == null ? new DeploymentStatus() : deployment.getStatus();
        int wanted = wanted(deployment);
        Long observed = status.getObservedGeneration();
        boolean paused = Boolean.TRUE.equals(deployment.getSpec().getPaused());
        return new Progress(
                observed != null && observed >= deployment.getMetadata().getGeneration(),
                number(status.getUpdatedReplicas()) == wanted
                        && number(status.getReplicas()) == wanted
                        && number(status.getAvailableReplicas()) == wanted,
                paused ? "Deployment/" + deployment.getMetadata().getName() + " is paused" : "",
                condition(status, "Progressing", "False").isPresent() ? deadlineExceeded(deployment) : "",
                condition(status, "ReplicaFailure", "True")
                        .map(DeploymentReader::refusal)
                        .orElse(null),
                false);
    }

    private static Refusal refusal(DeploymentCondition condition) {
        String since = condition.getLastTransitionTime();
        return new Refusal(
                ApiErrors.oneLine(condition.getMessage()), since == null ? Instant.MAX : Instant.parse(since));
    }

    private static String deadlineExceeded(Deployment deployment) {
        Integer seconds = deployment.getSpec().getProgressDeadlineSeconds();
        return "no progress within the Deployment's deadline of " + (seconds == null ? 600 : seconds) + " s";
    }

    private static Optional<DeploymentCondition> condition(DeploymentStatus status, String type, String value) {
        return status.getConditions().stream()
                .filter(condition -> type.equals(condition.getType()) && value.equals(condition.getStatus()))
                .findFirst();
    }

    private static long revision(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        String revision = annotations == null ? null : annotations.get(REVISION);
        return revision == null ? 0 : Long.parseLong(revision);
    }

    private static String hash(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(HASH, "");
    }
}
