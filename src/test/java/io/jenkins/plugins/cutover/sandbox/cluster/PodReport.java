package io.jenkins.plugins.cutover.sandbox.cluster;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;

/**
 * What a kubelet reports of a pod.
 *
 * @param host its address; null before it has one
 * @param waiting why its containers wait; empty while they run
 */
record PodReport(
        Pod pod,
        String started,
        String host,
        boolean ready,
        int restarts,
        String waiting,
        String message,
        ContainerState lastState) {

    /** @param unschedulable the scheduler's message; empty when the pod has a node */
    PodStatus status(String unschedulable) {
        boolean scheduled = unschedulable.isEmpty();
        PodStatusBuilder status = new PodStatusBuilder()
                .withPhase(host == null || !waiting.isEmpty() && restarts == 0 ? "Pending" : "Running")
                .withPodIP(host)
                .withStartTime(started)
                .addToConditions(scheduled ? condition("PodScheduled", true) : unscheduled(unschedulable));
        if (scheduled) {
            status.addToConditions(condition("Initialized", true), condition("ContainersReady", ready));
            status.addToConditions(condition("Ready", ready));
            pod.getSpec()
                    .getContainers()
                    .forEach(container ->
                            status.addToContainerStatuses(container(container.getName(), container.getImage())));
        }
        return status.build();
    }

    private ContainerStatus container(String name, String image) {
        ContainerStateBuilder state = new ContainerStateBuilder();
        if (waiting.isEmpty()) {
            state.withNewRunning().withStartedAt(started).endRunning();
        } else {
            state.withNewWaiting().withReason(waiting).withMessage(message).endWaiting();
        }
        return new ContainerStatusBuilder()
                .withName(name)
                .withImage(image)
                .withImageID("")
                .withReady(ready)
                .withStarted(waiting.isEmpty())
                .withRestartCount(restarts)
                .withState(state.build())
                .withLastState(lastState)
                .build();
    }

    private PodCondition condition(String type, boolean value) {
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(value ? "True" : "False")
                .withLastTransitionTime(started)
                .build();
    }

    private PodCondition unscheduled(String unschedulable) {
        return new PodConditionBuilder(condition("PodScheduled", false))
                .withReason("Unschedulable")
                .withMessage(unschedulable)
                .build();
    }
}
