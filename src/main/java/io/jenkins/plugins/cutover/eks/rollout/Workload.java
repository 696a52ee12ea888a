package io.jenkins.plugins.cutover.eks.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.jenkins.plugins.cutover.eks.manifests.WorkloadKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A Deployment or StatefulSet with its revisions and pods, read at one moment.
 *
 * @param kind one of the two
 * @param wanted pods asked for
 * @param lower pods that may stay at an earlier revision: those below a StatefulSet's partition
 * @param newest the mark of the newest revision; empty before the controller made it
 * @param revisions by number, the oldest first
 * @param pods by name
 */
public record Workload(
        WorkloadKind kind,
        String name,
        int wanted,
        int lower,
        String newest,
        List<Revision> revisions,
        List<Pod> pods,
        Progress progress) {

    /**
     * What the controller says of the rollout.
     *
     * @param observed whether it has seen what is asked for
     * @param complete whether its counts are those of a rollout that has ended
     * @param halted why it will not move by itself; empty when it does
     * @param expired that the workload's own deadline is over, in words; empty when it is not
     * @param refused why no pod can be made, and since when; null when they can
     * @param inOrder whether a pod that is not ready holds up all others, even those of another revision
     */
    record Progress(
            boolean observed, boolean complete, String halted, String expired, Refusal refused, boolean inOrder) {}

    record Refusal(String text, Instant since) {}

    String title() {
        return kind.title + "/" + name;
    }

    Optional<Revision> newestRevision() {
        return revisions.stream().filter(r -> r.mark().equals(newest)).findFirst();
    }

    public Optional<Revision> revision(long number) {
        return revisions.stream().filter(r -> r.number() == number).findFirst();
    }

    /** The latest revision that has a ready pod: what is lost when the next one is bad. */
    public Optional<Revision> serving() {
        return latestWithReadyPods(Long.MAX_VALUE);
    }

    /** The latest revision before the newest that has a ready pod. */
    Optional<Revision> servingBeforeTheNewest() {
        return latestWithReadyPods(newestRevision().map(Revision::number).orElse(Long.MAX_VALUE));
    }

    private Optional<Revision> latestWithReadyPods(long below) {
        return revisions.stream()
                .filter(r -> r.number() < below && podsOf(r).stream().anyMatch(Workload::ready))
                .reduce((first, second) -> second);
    }

    List<Pod> podsOf(Revision revision) {
        return pods.stream().filter(pod -> revision.mark().equals(mark(pod))).toList();
    }

    String mark(Pod pod) {
        String label = kind == WorkloadKind.DEPLOYMENT ? DeploymentReader.HASH : StatefulSetReader.HASH;
        return pod.getMetadata().getLabels() == null
                ? ""
                : pod.getMetadata().getLabels().getOrDefault(label, "");
    }

    /** Passes its readiness probe, has an address and is not on its way out. */
    static boolean ready(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getPodIP() != null
                && condition(pod, "Ready")
                        .map(PodCondition::getStatus)
                        .orElse("")
                        .equals("True");
    }

    static Optional<PodCondition> condition(Pod pod, String type) {
        if (pod.getStatus() == null || pod.getStatus().getConditions() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getConditions().stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }
}
