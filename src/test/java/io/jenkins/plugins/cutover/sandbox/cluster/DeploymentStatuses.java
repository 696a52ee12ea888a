package io.jenkins.plugins.cutover.sandbox.cluster;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A Deployment's counts and conditions, as the real controller writes them. */
final class DeploymentStatuses {
    private record Progress(String state, Instant since) {}

    private final Store store;
    private final Clock clock;
    private final Consumer<Duration> wakeAfter;
    private final Map<String, Progress> progress = new HashMap<>();

    /** @param wakeAfter schedules another sync after this time */
    DeploymentStatuses(Store store, Clock clock, Consumer<Duration> wakeAfter) {
        this.store = store;
        this.clock = clock;
        this.wakeAfter = wakeAfter;
    }

    void report(Deployment deployment, String newest, List<ReplicaSet> sets) {
        int replicas = 0;
        int ready = 0;
        int updated = 0;
        DeploymentCondition failure = null;
        for (ReplicaSet set : sets) {
            replicas += set.getStatus().getReplicas();
            ready += set.getStatus().getReadyReplicas();
            if (set.getMetadata().getName().equals(newest)) {
                updated = set.getStatus().getReplicas();
                failure = failure(set);
            }
        }
        int wanted = deployment.getSpec().getReplicas();
        boolean complete = updated == wanted && replicas == wanted && ready == wanted;
        DeploymentStatus before = deployment.getStatus() == null ? new DeploymentStatus() : deployment.getStatus();
        List<DeploymentCondition> conditions = new ArrayList<>();
        boolean available = ready >= wanted - Math.max(0, wanted / 4);
        conditions.add(condition(
                before,
                "Available",
                available,
                available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                ""));
        conditions.add(progressing(deployment, before, newest, complete, updated + "/" + replicas + "/" + ready));
        if (failure != null) {
            conditions.add(failure);
        }
        deployment.setStatus(new DeploymentStatusBuilder()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(replicas)
                .withUpdatedReplicas(updated)
                .withReadyReplicas(ready)
                .withAvailableReplicas(ready)
                .withUnavailableReplicas(Math.max(0, Math.max(wanted, replicas) - ready))
                .withConditions(conditions)
                .build());
        store.save(deployment);
    }

    private DeploymentCondition progressing(
            Deployment deployment, DeploymentStatus before, String newest, boolean complete, String counts) {
        if (complete) {
            progress.remove(deployment.getMetadata().getUid());
            return condition(
                    before,
                    "Progressing",
                    true,
                    "NewReplicaSetAvailable",
                    "ReplicaSet \"" + newest + "\" has successfully progressed.");
        }
        if (wasComplete(before, newest)) {
            // Losing pods after a rollout is not a rollout: the real controller keeps the condition.
            return condition(
                    before,
                    "Progressing",
                    true,
                    "NewReplicaSetAvailable",
                    "ReplicaSet \"" + newest + "\" has successfully progressed.");
        }
        String state = newest + " " + counts;
        Progress last = progress.get(deployment.getMetadata().getUid());
        if (last == null || !last.state().equals(state)) {
            last = new Progress(state, clock.instant());
            progress.put(deployment.getMetadata().getUid(), last);
        }
        Duration deadline = Duration.ofSeconds(deployment.getSpec().getProgressDeadlineSeconds());
        Duration left = Duration.between(clock.instant(), last.since().plus(deadline));
        if (left.isNegative() || left.isZero()) {
            return condition(
                    before,
                    "Progressing",
                    false,
                    "ProgressDeadlineExceeded",
                    "ReplicaSet \"" + newest + "\" has timed out progressing.");
        }
        wakeAfter.accept(left.plusMillis(1));
        return condition(
                before, "Progressing", true, "ReplicaSetUpdated", "ReplicaSet \"" + newest + "\" is progressing.");
    }

    private static boolean wasComplete(DeploymentStatus before, String newest) {
        return before.getConditions().stream()
                .anyMatch(condition -> "NewReplicaSetAvailable".equals(condition.getReason())
                        && condition.getMessage().contains("\"" + newest + "\""));
    }

    private static DeploymentCondition failure(ReplicaSet set) {
        return set.getStatus().getConditions().stream()
                .filter(condition -> "ReplicaFailure".equals(condition.getType()))
                .findFirst()
                .map(condition -> new DeploymentConditionBuilder()
                        .withType("ReplicaFailure")
                        .withStatus("True")
                        .withReason(condition.getReason())
                        .withMessage(condition.getMessage())
                        .withLastTransitionTime(condition.getLastTransitionTime())
                        .withLastUpdateTime(condition.getLastTransitionTime())
                        .build())
                .orElse(null);
    }

    private DeploymentCondition condition(
            DeploymentStatus before, String type, boolean value, String reason, String message) {
        String status = value ? "True" : "False";
        String since = before.getConditions().stream()
                .filter(condition -> condition.getType().equals(type)
                        && condition.getStatus().equals(status))
                .map(DeploymentCondition::getLastTransitionTime)
                .findFirst()
                .orElseGet(store::now);
        return new DeploymentConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(since)
                .withLastUpdateTime(since)
                .build();
    }
}
