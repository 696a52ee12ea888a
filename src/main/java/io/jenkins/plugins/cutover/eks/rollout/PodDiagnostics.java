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

/** Asks the cluster for more words on a pod that is in trouble: its container's last log lines, its probe's events. */
final class PodDiagnostics {
    private static final int LOG_LINES = 5;

    /** A pod that is younger is simply starting. */
    private static final Duration STARTING = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final String namespace;
    private final Clock clock;

    PodDiagnostics(KubernetesClient client, String namespace, Clock clock) {
        this.client = client;
        this.namespace = namespace;
        this.clock = clock;
    }

    String of(PodProblem trouble) {
        if (trouble.crashed().isEmpty()) {
            return trouble.text();
        }
        String log = log(trouble.pod(), trouble.crashed());
        return log.isEmpty() ? trouble.text() : trouble.text() + "; its last log lines: " + log;
    }

    private String log(String pod, String container) {
        try {
            String log = client.pods()
                    .inNamespace(namespace)
                    .withName(pod)
                    .inContainer(container)
                    .terminated()
                    .tailingLines(LOG_LINES)
                    .withReadyWaitTimeout(0) // by default the client watches the pod for seconds until it runs
                    .getLog();
            return log == null ? "" : log.strip().replaceAll("\\s*\\R\\s*", " | ");
        } catch (KubernetesClientException e) {
            return ""; // the log is a help, not a need: it may be rotated away or not permitted
        }
    }

    /** Why running pods are not ready; empty when there is none, or nothing is known of it. */
    Optional<String> unready(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> !Workload.ready(pod) && old(pod))
                .findFirst()
                .map(pod -> probe(pod.getMetadata().getName()));
    }

    private boolean old(Pod pod) {
        String since = pod.getStatus() == null ? null : pod.getStatus().getStartTime();
        return since != null && Instant.parse(since).plus(STARTING).isBefore(clock.instant());
    }

    private String probe(String pod) {
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
