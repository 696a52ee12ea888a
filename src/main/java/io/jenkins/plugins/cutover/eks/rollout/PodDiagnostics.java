package io.jenkins.plugins.cutover.eks.rollout;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.cutover.eks.access.ApiErrors;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads details about a pod with a problem: the last log lines of its container, the events of its probe. */
final class PodDiagnostics {
    private static final int LOG_LINES = 5;

    /** A younger pod is still starting. */
    private static final Duration STARTUP = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final String namespace;
    private final Clock clock;

    PodDiagnostics(KubernetesClient client, String namespace, Clock clock) {
        this.client = client;
        this.namespace = namespace;
        this.clock = clock;
    }

    /** The problem, with the log of the container that crashed. */
    String describe(PodProblem problem) {
        if (problem.crashed().isEmpty()) {
            return problem.text();
        }
        String log = log(problem.pod(), problem.crashed());
        return log.isEmpty() ? problem.text() : problem.text() + "; its last log lines: " + log;
    }

    private String log(String pod, String container) {
        try {
            String log = client.pods()
                    .inNamespace(namespace)
                    .withName(pod)
                    .inContainer(container)
                    .terminated()
                    .tailingLines(LOG_LINES)
                    .withReadyWaitTimeout(0) // by default the client waits for the pod to run
                    .getLog();
            return log == null ? "" : log.strip().replaceAll("\\s*\\R\\s*", " | ");
        } catch (KubernetesClientException e) {
            return ""; // the log is optional: it may be rotated away or not permitted
        }
    }

    /** Why a running pod is not ready; empty when all are ready or still starting. */
    Optional<String> describeUnready(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> !Workload.ready(pod) && pastStartup(pod))
                .findFirst()
                .map(pod -> probeFailure(pod.getMetadata().getName()));
    }

    private boolean pastStartup(Pod pod) {
        String since = pod.getStatus() == null ? null : pod.getStatus().getStartTime();
        return since != null && Instant.parse(since).plus(STARTUP).isBefore(clock.instant());
    }

    private String probeFailure(String pod) {
        try {
            return client
                    .v1()
                    .events()
                    .inNamespace(namespace)
                    .withField("involvedObject.name", pod)
                    .list()
                    .getItems()
                    .stream()
                    .filter(event -> "Unhealthy".equals(event.getReason()))
                    .reduce((first, second) -> second)
                    .map(Event::getMessage)
                    .map(message -> pod + " is not ready: " + ApiErrors.oneLine(message))
                    .orElse(pod + " runs but is not ready");
        } catch (KubernetesClientException e) {
            return pod + " runs but is not ready";
        }
    }
}
