package io.jenkins.plugins.cutover.eks;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.cutover.model.Endpoint;
import java.util.List;

/** What the traffic and the judge need to know of pods. */
final class Endpoints {
    private Endpoints() {}

    /** Where the ready ones answer, sorted. */
    static List<Endpoint> of(List<Pod> pods, int port) {
        return pods.stream()
                .filter(Workload::ready)
                .map(pod -> new Endpoint(pod.getStatus().getPodIP(), port))
                .sorted()
                .toList();
    }

    static PodSignals signals(List<Pod> pods) {
        return new PodSignals(pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(Endpoints::signal)
                .toList());
    }

    private static PodSignals.Pod signal(Pod pod) {
        List<ContainerStatus> containers = Trouble.containers(pod);
        return new PodSignals.Pod(
                pod.getMetadata().getUid(),
                pod.getMetadata().getName(),
                Workload.ready(pod),
                containers.stream().mapToInt(Trouble::restarts).sum(),
                containers.stream().anyMatch(Endpoints::oomKilled),
                containers.stream()
                        .map(Endpoints::waiting)
                        .filter(reason -> !reason.isEmpty())
                        .findFirst()
                        .orElse(""));
    }

    private static boolean oomKilled(ContainerStatus container) {
        ContainerStateTerminated end = Trouble.lastEnd(container);
        return end != null && "OOMKilled".equals(end.getReason());
    }

    private static String waiting(ContainerStatus container) {
        boolean waits = container.getState() != null && container.getState().getWaiting() != null;
        return waits ? String.valueOf(container.getState().getWaiting().getReason()) : "";
    }
}
