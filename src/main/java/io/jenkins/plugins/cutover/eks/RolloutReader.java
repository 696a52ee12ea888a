package io.jenkins.plugins.cutover.eks;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.eks.Rollout.Serving;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Endpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads how far a rollout has come, by the rules of {@code kubectl rollout status}, and why it does not go on. */
final class RolloutReader {
    /** A quota refuses pods for a moment while old ones make room; longer is a failure. */
    private static final Duration QUOTA_PATIENCE = Duration.ofSeconds(20);

    private final EksSpec spec;
    private final Clock clock;
    private final KubernetesClient client;
    private final PodWords words;

    RolloutReader(KubernetesClient client, EksSpec spec, Clock clock) {
        this.client = client;
        this.spec = spec;
        this.clock = clock;
        this.words = new PodWords(client, spec.namespace(), clock);
    }

    Rollout read() {
        Workload workload = Workload.read(client, spec).orElse(null);
        if (workload == null) {
            return new Rollout.Failed(Workload.missing(spec).getMessage(), Serving.NOTHING);
        }
        if (Boolean.TRUE.equals(workload.deployment().getSpec().getPaused())) {
            return failed(workload, "Deployment/" + spec.deployment() + " is paused");
        }
        ReplicaSet newest = workload.newest().orElse(null);
        if (newest == null || !observed(workload)) {
            return new Rollout.InProgress(
                    0, workload.wanted(), "waiting for the cluster to see the new revision", serving(workload));
        }
        List<Pod> pods = workload.podsOf(newest);
        List<Endpoint> ready = Endpoints.of(pods, spec.port());
        if (complete(workload, ready.size())) {
            return new Rollout.Complete(Workload.revision(newest), ready);
        }
        return goesOn(workload, pods, ready.size());
    }

    private static boolean observed(Workload workload) {
        Long observed = status(workload).getObservedGeneration();
        return observed != null
                && observed >= workload.deployment().getMetadata().getGeneration();
    }

    private static boolean complete(Workload workload, int ready) {
        DeploymentStatus status = status(workload);
        int wanted = workload.wanted();
        return number(status.getUpdatedReplicas()) == wanted
                && number(status.getReplicas()) == wanted
                && number(status.getAvailableReplicas()) == wanted
                && ready == wanted;
    }

    private Rollout goesOn(Workload workload, List<Pod> pods, int ready) {
        List<Trouble> troubles =
                pods.stream().map(Trouble::of).flatMap(Optional::stream).toList();
        Optional<Trouble> lasting = troubles.stream().filter(Trouble::lasting).findFirst();
        if (lasting.isPresent()) {
            return failed(workload, words.of(lasting.get()));
        }
        Optional<DeploymentCondition> quota = condition(workload, "ReplicaFailure", "True");
        if (quota.isPresent() && lasted(quota.get())) {
            return failed(
                    workload,
                    "no pod can be made: " + ApiErrors.oneLine(quota.get().getMessage()));
        }
        String held = troubles.stream()
                .findFirst()
                .map(words::of)
                .or(() -> quota.map(condition -> ApiErrors.oneLine(condition.getMessage())))
                .or(() -> words.unready(pods))
                .orElse("");
        if (condition(workload, "Progressing", "False").isPresent()) {
            return failed(workload, deadline(workload) + (held.isEmpty() ? "" : ": " + held));
        }
        return new Rollout.InProgress(ready, workload.wanted(), progress(workload, ready, held), serving(workload));
    }

    private static String progress(Workload workload, int ready, String held) {
        int old = workload.pods().size()
                - workload.newest().map(workload::podsOf).orElse(List.of()).size();
        String text = ready + " of " + workload.wanted() + (workload.wanted() == 1 ? " pod" : " pods") + " ready";
        if (ready >= workload.wanted() && old > 0) {
            text += ", " + old + " of the old revision on the way out";
        }
        return held.isEmpty() ? text : text + "; " + held;
    }

    private static String deadline(Workload workload) {
        Integer seconds = workload.deployment().getSpec().getProgressDeadlineSeconds();
        return "no progress within the Deployment's deadline of " + (seconds == null ? 600 : seconds) + " s";
    }

    private boolean lasted(DeploymentCondition condition) {
        String since = condition.getLastTransitionTime();
        return since != null && Instant.parse(since).plus(QUOTA_PATIENCE).isBefore(clock.instant());
    }

    private static Rollout failed(Workload workload, String reason) {
        return new Rollout.Failed(reason, serving(workload));
    }

    private static Serving serving(Workload workload) {
        return workload.serving()
                .map(set -> new Serving(Workload.revision(set), readyPods(workload, set)))
                .orElse(Serving.NOTHING);
    }

    private static int readyPods(Workload workload, ReplicaSet set) {
        return (int) workload.podsOf(set).stream().filter(Workload::ready).count();
    }

    private static Optional<DeploymentCondition> condition(Workload workload, String type, String value) {
        return status(workload).getConditions().stream()
                .filter(condition -> type.equals(condition.getType()) && value.equals(condition.getStatus()))
                .findFirst();
    }

    private static DeploymentStatus status(Workload workload) {
        DeploymentStatus status = workload.deployment().getStatus();
        return status == null ? new DeploymentStatus() : status;
    }

    private static int number(Integer value) {
        return value == null ? 0 : value;
    }
}
