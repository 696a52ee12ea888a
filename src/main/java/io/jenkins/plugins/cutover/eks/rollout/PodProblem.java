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
 * Why a pod does not become ready.
 *
 * @param pod its name
 * @param text the problem in one line, as Kubernetes reports it
 * @param permanent waiting does not help: the image cannot be pulled, or the container crashes repeatedly
 * @param crashed the container whose log has details; empty for none
 */
record PodProblem(String pod, String text, boolean permanent, String crashed) {
    /** Waiting reasons that the kubelet retries with an increasing delay. */
    private static final Set<String> PERMANENT = Set.of(
            "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "CreateContainerError", "RunContainerError");

    /** A container may crash once because a dependency is not ready yet. */
    private static final int PERMANENT_CRASHES = 2;

    /** Waiting reasons of a pod that is starting. */
    private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

    static Optional<PodProblem> of(Pod pod) {
        if (Workload.ready(pod) || pod.getMetadata().getDeletionTimestamp() != null || pod.getStatus() == null) {
            return Optional.empty();
        }
        for (ContainerStatus container : containers(pod)) {
            Optional<PodProblem> problem = of(pod, container);
            if (problem.isPresent()) {
                return problem;
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
                boolean permanent = restarts(container) >= PERMANENT_CRASHES;
                return Optional.of(new PodProblem(name, crash(name, container), permanent, container.getName()));
            }
            if (!STARTING.contains(reason)) {
                String detail = waiting.getMessage() == null ? "" : ": " + ApiErrors.oneLine(waiting.getMessage());
                return Optional.of(new PodProblem(name, name + " " + reason + detail, PERMANENT.contains(reason), ""));
            }
        }
        if (state != null && state.getTerminated() != null && restarts(container) > 0) {
            return Optional.of(new PodProblem(name, crash(name, container), false, container.getName()));
        }
        return Optional.empty();
    }

    private static String crash(String pod, ContainerStatus container) {
        int restarts = restarts(container);
        ContainerStateTerminated termination = lastTermination(container);
        String cause = termination == null
                ? ""
                : "OOMKilled".equals(termination.getReason())
                        ? ", out of memory (OOMKilled)"
                        : ", exit status " + termination.getExitCode();
        return pod + " crashes: container " + container.getName() + " restarted " + restarts
                + (restarts == 1 ? " time" : " times") + cause;
    }

    static ContainerStateTerminated lastTermination(ContainerStatus container) {
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
                        false, // the cluster may add a node
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
