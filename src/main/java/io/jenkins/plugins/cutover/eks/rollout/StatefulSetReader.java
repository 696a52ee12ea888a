package io.jenkins.plugins.cutover.eks.rollout;

import static io.jenkins.plugins.cutover.eks.rollout.WorkloadReader.number;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.cutover.eks.access.ApiErrors;
import io.jenkins.plugins.cutover.eks.manifests.WorkloadKind;
import io.jenkins.plugins.cutover.eks.rollout.Workload.Progress;
import io.jenkins.plugins.cutover.eks.rollout.Workload.Refusal;
import io.jenkins.plugins.cutover.model.EksSpec;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Reads a StatefulSet with its ControllerRevisions and pods. Its pods are replaced in place, the highest ordinal first,
 * each after the previous one is ready; those below the partition are kept.
 */
final class StatefulSetReader {
    static final String HASH = "controller-revision-hash";

    private final KubernetesClient client;
    private final EksSpec spec;

    StatefulSetReader(KubernetesClient client, EksSpec spec) {
        this.client = client;
        this.spec = spec;
    }

    Workload read(StatefulSet set) {
        List<ControllerRevision> revisions = revisions(set);
        List<Pod> pods = client
                .pods()
                .inNamespace(spec.namespace())
                .withLabelSelector(set.getSpec().getSelector())
                .list()
                .getItems()
                .stream()
                .filter(pod -> WorkloadReader.ownedBy(pod, set))
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
        return new Workload(
                WorkloadKind.STATEFUL_SET,
                spec.deployment(),
                wanted(set),
                Math.min(partition(set), wanted(set)),
                Objects.requireNonNullElse(status(set).getUpdateRevision(), ""),
                revisions.stream()
                        .map(r -> new Revision(r.getRevision(), r.getMetadata().getName(), template(r)))
                        .toList(),
                pods,
                progress(set, pods, revisions));
    }

    private List<ControllerRevision> revisions(StatefulSet set) {
        return client
                .apps()
                .controllerRevisions()
                .inNamespace(spec.namespace())
                .withLabelSelector(set.getSpec().getSelector())
                .list()
                .getItems()
                .stream()
                .filter(revision -> WorkloadReader.ownedBy(revision, set))
                .sorted(Comparator.comparingLong(ControllerRevision::getRevision))
                .toList();
    }

    /** A ControllerRevision contains a patch of the StatefulSet that replaces the template. */
    private static JsonNode template(ControllerRevision revision) {
        return WorkloadReader.template(
                Serialization.jsonMapper().valueToTree(revision.getData()).at("/spec/template"), HASH);
    }

    private Progress progress(StatefulSet set, List<Pod> pods, List<ControllerRevision> revisions) {
        StatefulSetStatus status = status(set);
        int wanted = wanted(set);
        Long observed = status.getObservedGeneration();
        boolean allReady = number(status.getReplicas()) == wanted
                && number(status.getReadyReplicas()) == wanted
                && (number(set.getSpec().getMinReadySeconds()) == 0 || number(status.getAvailableReplicas()) == wanted);
        boolean updated = partition(set) > 0 || Objects.equals(status.getUpdateRevision(), status.getCurrentRevision());
        return new Progress(
                observed != null && observed >= set.getMetadata().getGeneration(),
                allReady && updated,
                onDelete(set)
                        ? "StatefulSet/" + spec.deployment()
                                + " has updateStrategy OnDelete: no pod is replaced until it is deleted"
                        : "",
                "",
                pods.size() < wanted ? refused(pods, revisions, wanted) : null,
                !"Parallel".equals(set.getSpec().getPodManagementPolicy()));
    }

    /** A StatefulSet has no condition for a refusal, only events; those about a pod that is still missing are current. */
    private Refusal refused(List<Pod> pods, List<ControllerRevision> revisions, int wanted) {
        List<String> missing = IntStream.range(0, wanted)
                .mapToObj(ordinal -> spec.deployment() + "-" + ordinal)
                .filter(name -> pods.stream()
                        .noneMatch(pod -> pod.getMetadata().getName().equals(name)))
                .map(name -> " Pod " + name + " in StatefulSet " + spec.deployment() + " ")
                .toList();
        Instant newest = revisions.isEmpty()
                ? Instant.EPOCH
                : Instant.parse(
                        revisions.get(revisions.size() - 1).getMetadata().getCreationTimestamp());
        return events().stream()
                .filter(event -> missing.stream()
                        .anyMatch(text ->
                                event.getMessage() != null && event.getMessage().contains(text)))
                .reduce((first, second) -> second)
                .map(event -> new Refusal(ApiErrors.oneLine(event.getMessage()), later(since(event), newest)))
                .orElse(null);
    }

    private List<Event> events() {
        try {
            return client
                    .v1()
                    .events()
                    .inNamespace(spec.namespace())
                    .withField("involvedObject.name", spec.deployment())
                    .list()
                    .getItems()
                    .stream()
                    .filter(event -> "FailedCreate".equals(event.getReason()))
                    .toList();
        } catch (KubernetesClientException e) {
            return List.of(); // events are optional: they may not be permitted
        }
    }

    private static Instant since(Event event) {
        return event.getFirstTimestamp() == null ? Instant.MAX : Instant.parse(event.getFirstTimestamp());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static int wanted(StatefulSet set) {
        Integer replicas = set.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    private static int partition(StatefulSet set) {
        StatefulSetUpdateStrategy strategy = set.getSpec().getUpdateStrategy();
        boolean rolling = strategy != null && strategy.getRollingUpdate() != null;
        return rolling ? number(strategy.getRollingUpdate().getPartition()) : 0;
    }

    private static boolean onDelete(StatefulSet set) {
        StatefulSetUpdateStrategy strategy = set.getSpec().getUpdateStrategy();
        return strategy != null && "OnDelete".equals(strategy.getType());
    }

    private static StatefulSetStatus status(StatefulSet set) {
        return set.getStatus() == null ? new StatefulSetStatus() : set.getStatus();
    }
}
