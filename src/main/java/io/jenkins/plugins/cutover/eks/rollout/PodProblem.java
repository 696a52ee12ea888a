package io.jenkins.plugins.cutover.eks.rollout;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.jenkins.plugins.cutover.eks.access.ApiErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Why a pod does not become ready, in words.
 *
 * @param pod its name
 * @param text what Kubernetes says of it
 * @param lasting it will not heal by waiting: the image cannot be pulled, or the container crashed again and again
 * @param crashed the container whose log tells more; empty for none
 */
record PodProblem(String pod, String text, boolean lasting, String crashed) {
    /** The kubelet tried and went back to trying ever more rarely. */
    private static final Set<String> LASTING = Set.of(
            "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "CreateContainerError", "RunContainerError");

    /** A container may start before what it needs is there; twice is a pattern. */
    private static final int CRASHES_THAT_LAST = 2;

    /** Waiting reasons of a pod that simply starts. */
    private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

    static Optional<PodProblem> of(Pod pod) {
        if (Workload.ready(pod) || pod.getMetadata().getDeletionTimestamp() != null || pod.getStatus() == null) {
            return Optional.empty();
        }
        for (ContainerStatus container : containers(pod)) {
            Optional<PodProblem> trouble = of(pod, container);
            if (trouble.isPresent()) {
                return trouble;
            }
        }
        return unscheduled(pod).or(() -> evicted(pod));
    }

    private static Optional<PodProblem> of(Pod pod, ContainerStatus container) {
        ContainerState state = container.getState();
        String name = pod.getMetadata().getName();
        if (state != null && state.getWaiting() != null) {
            ContainerStateWaiting waiting = state.getWaiting();
            String reason = String.valueOf(waiting.getReason());
            if ("CrashLoopBackOff".equals(reason)) {
                boolean lasting = restarts(container) >= CRASHES_THAT_LAST;
                return Optional.of(new PodProblem(name, crash(name, container), lasting, container.getName()));
            }
            if (!STARTING.contains(reason)) {
                String said = waiting.getMessage() == null ? "" : ": " + ApiErrors.oneLine(waiting.getMessage());
                return Optional.of(new PodProblem(name, name + " " + reason + said, LASTING.contains(reason), ""));
            }
        }
        if (state != null && state.getTerminated() != null && restarts(container) > 0) {
            return Optional.of(new PodProblem(name, crash(name, container), false, container.getName()));
        }
        return Optional.empty();
    }

    private static String crash(String pod, ContainerStatus container) {
        int restarts = restarts(container);
        ContainerStateTerminated end = lastEnd(container);
        String how = end == null
                ? ""
                : "OOMKilled".equals(end.getReason())
                        ? ", killed for its memory (OOMKilled)"
                        : ", exit status " + end.getExitCode();
        return pod + " crashes: container " + container.getName() + " restarted " + restarts
                + (restarts == 1 ? " time" : " times") + how;
    }

    static ContainerStateTerminated lastEnd(ContainerStatus container) {
        if (container.getLastState() != null && container.getLastState().getTerminated() != null) {
            return container.getLastState().getTerminated();
        }
        return container.getState() == null ? null : container.getState().getTerminated();
    }

    private static Optional<PodProblem> unscheduled(Pod pod) {
        return Workload.condition(pod, "PodScheduled")
                .filter(condition -> "False".equals(condition.getStatus()))
                .map(PodCondition::getMessage)
                .map(message -> new PodProblem(
                        pod.getMetadata().getName(),
                        pod.getMetadata().getName() + " cannot be scheduled: " + ApiErrors.oneLine(message),
                        false, // a node may be on its way
                        ""));
    }

    private static Optional<PodProblem> evicted(Pod pod) {
        if (!"Failed".equals(pod.getStatus().getPhase())) {
            return Optional.empty();
        }
        String name = pod.getMetadata().getName();
        return Optional.of(new PodProblem(
                name,
                name + " failed: " + pod.getStatus().getReason() + " "
                        + ApiErrors.oneLine(String.valueOf(pod.getStatus().getMessage())),
                false,
                ""));
    }

    static List<ContainerStatus> containers(Pod pod) {
        List<ContainerStatus> all = new ArrayList<>();
        if (pod.getStatus() != null) {
            all.addAll(pod.getStatus().getInitContainerStatuses());
            all.addAll(pod.getStatus().getContainerStatuses());
        }
        return all;
    }

    static int restarts(ContainerStatus container) {
        return container.getRestartCount() == null ? 0 : container.getRestartCount();
    }
}
