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
 * @param wanted the desired number of pods
 * @param keptByPartition how many pods may keep an earlier revision: those below a StatefulSet's partition
 * @param newest the hash of the newest revision; empty before the controller created it
 * @param revisions by number, the oldest first
 * @param pods by name
 */
public record Workload(
        WorkloadKind kind,
        String name,
        int wanted,
        int keptByPartition,
        String newest,
        List<Revision> revisions,
        List<Pod> pods,
        Progress progress) {

    /**
     * The progress of the rollout, as the controller reports it.
     *
     * @param observed whether the controller has seen the latest change
     * @param complete whether the counts in its status are those of a completed rollout
     * @param halted why it does not progress without a change; empty when it does
     * @param expired the message that the workload's own deadline has passed; empty when it has not
     * @param refused why no pod can be created, and since when; null when pods can be created
     * @param inOrder whether a pod that is not ready blocks all others, even those of another revision
     */
    record Progress(
            boolean observed, boolean complete, String halted, String expired, Refusal refused, boolean inOrder) {}

    /** Why the cluster refuses to create a pod. */
    record Refusal(String text, Instant since) {}

    Optional<Revision> newestRevision() {
        return revisions.stream().filter(r -> r.hash().equals(newest)).findFirst();
    }

    /** @return empty when the cluster no longer keeps it */
    public Optional<Revision> revision(long number) {
        return revisions.stream().filter(r -> r.number() == number).findFirst();
    }

    /** The latest revision that has a ready pod. */
    public Optional<Revision> serving() {
        return latestWithReadyPods(Long.MAX_VALUE);
    }

    /** The latest revision before the newest that has a ready pod. */
    Optional<Revision> servingBeforeNewest() {
        return latestWithReadyPods(newestRevision().map(Revision::number).orElse(Long.MAX_VALUE));
    }

    private Optional<Revision> latestWithReadyPods(long below) {
        return revisions.stream()
                .filter(r -> r.number() < below && podsOf(r).stream().anyMatch(Workload::ready))
                .reduce((first, second) -> second);
    }

    List<Pod> podsOf(Revision revision) {
        return pods.stream().filter(pod -> revision.hash().equals(hash(pod))).toList();
    }

    String hash(Pod pod) {
        String label = kind == WorkloadKind.DEPLOYMENT ? DeploymentReader.HASH : StatefulSetReader.HASH;
        return pod.getMetadata().getLabels() == null
                ? ""
                : pod.getMetadata().getLabels().getOrDefault(label, "");
    }

    /** Whether it passes its readiness probe, has an address and is not being deleted. */
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
