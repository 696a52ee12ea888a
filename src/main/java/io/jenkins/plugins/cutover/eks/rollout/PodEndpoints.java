package io.jenkins.plugins.cutover.eks.rollout;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.cutover.model.Endpoint;
import java.util.List;

/** What the traffic and the judge need to know of pods. */
public final class PodEndpoints {
    private PodEndpoints() {}

    /** Where the ready ones answer, sorted. */
    public static List<Endpoint> of(List<Pod> pods, int port) {
        return pods.stream()
                .filter(Workload::ready)
                .map(pod -> new Endpoint(pod.getStatus().getPodIP(), port))
                .sorted()
                .toList();
    }

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
        ContainerStateTerminated end = PodProblem.lastEnd(container);
        return end != null && "OOMKilled".equals(end.getReason());
    }

    private static String waiting(ContainerStatus container) {
        boolean waits = container.getState() != null && container.getState().getWaiting() != null;
        return waits ? String.valueOf(container.getState().getWaiting().getReason()) : "";
    }
}
