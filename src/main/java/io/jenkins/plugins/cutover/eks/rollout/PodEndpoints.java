package io.jenkins.plugins.cutover.eks.rollout;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.cutover.model.Endpoint;
import java.util.List;

/** Converts pods into endpoints for the traffic and signals for the judge. */
public final class PodEndpoints {
    private PodEndpoints() {}

    /** The addresses of the ready pods, sorted. */
    public static List<Endpoint> of(List<Pod> pods, int port) {
        return pods.stream()
                .filter(Workload::ready)
                .map(pod -> new Endpoint(pod.getStatus().getPodIP(), port))
                .sorted()
                .toList();
    }

    /** The state of the pods that are not being deleted. */
    public static PodSignals signals(List<Pod> pods) {
        return new PodSignals(pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(PodEndpoints::signal)
                .toList());
    }

    private static PodSignals.Pod signal(Pod pod) {
        List<ContainerStatus> containers = PodProblem.containers(pod);
        return new PodSignals.Pod(
                pod.getMetadata().getUid(),
                pod.getMetadata().getName(),
                Workload.ready(pod),
                containers.stream().mapToInt(PodProblem::restarts).sum(),
                containers.stream().anyMatch(PodEndpoints::oomKilled),
                containers.stream()
                        .map(PodEndpoints::waiting)
                        .filter(reason -> !reason.isEmpty())
                        .findFirst()
                        .orElse(""));
    }

    private static boolean oomKilled(ContainerStatus container) {
        ContainerStateTerminated termination = PodProblem.lastTermination(container);
        return termination != null && "OOMKilled".equals(termination.getReason());
    }

    private static String waiting(ContainerStatus container) {
        boolean isWaiting = container.getState() != null && container.getState().getWaiting() != null;
        return isWaiting ? String.valueOf(container.getState().getWaiting().getReason()) : "";
    }
}
