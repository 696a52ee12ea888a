package io.jenkins.plugins.cutover.operation.reconcile;

import io.jenkins.plugins.cutover.eks.rollout.PodSignals;
import java.time.Instant;
import java.util.Set;

/**
 * The last reading of pods and tasks. It is stored in the record, so that a restart neither misses an event nor counts
 * one twice.
 *
 * @param pods as last read; null before
 * @param podsAt when that was
 * @param seen whether they were read in this phase
 * @param outOfMemory pods killed for their memory since the cutover began
 * @param trouble what last happened to a pod, one line; empty when nothing did in this phase
 * @param troubleAt when
 * @param tasks ids of the Mesos tasks that ran and failed no check at the last reading; null before
 * @param failure the last task failure that Marathon reported; empty for none
 * @param failures of tasks since pods were last read
 * @param mesos why Mesos is not healthy, one line; empty when it is
 * @param down addresses of the EKS servers that were DOWN in HAProxy at the last reading of the pods; null before, and in
 *     older records
 * @param mesosDown the same of the Mesos servers
 */
public record PodTaskState(
        PodSignals pods,
        Instant podsAt,
        boolean seen,
        int outOfMemory,
        String trouble,
        Instant troubleAt,
        Set<String> tasks,
        String failure,
        int failures,
        String mesos,
        Set<String> down,
        Set<String> mesosDown) {
    public static final PodTaskState UNSEEN =
            new PodTaskState(null, null, false, 0, "", null, null, "", 0, "", null, null);

    /** Another phase: it needs readings of its own, but events between the phases are not lost. */
    public PodTaskState nextPhase() {
        return new PodTaskState(
                pods, podsAt, false, outOfMemory, "", null, tasks, failure, failures, mesos, down, mesosDown);
    }

    PodTaskState withTasks(Set<String> running, String lastFailure, int more, String why) {
        return new PodTaskState(
                pods,
                podsAt,
                seen,
                outOfMemory,
                trouble,
                troubleAt,
                running,
                lastFailure,
                failures + more,
                why,
                down,
                mesosDown);
    }

    /** @param said empty when nothing happened */
    PodTaskState withPods(PodSignals now, Instant at, int killed, String said) {
        boolean happened = !said.isEmpty();
        return new PodTaskState(
                now,
                at,
                true,
                outOfMemory + killed,
                happened ? said : trouble,
                happened ? at : troubleAt,
                tasks,
                failure,
                0,
                mesos,
                down,
                mesosDown);
    }

    PodTaskState withDown(Set<String> eksServers, Set<String> mesosServers) {
        return new PodTaskState(
                pods,
                podsAt,
                seen,
                outOfMemory,
                trouble,
                troubleAt,
                tasks,
                failure,
                failures,
                mesos,
                eksServers,
                mesosServers);
    }
}
