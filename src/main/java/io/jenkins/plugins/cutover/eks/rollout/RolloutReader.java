package io.jenkins.plugins.cutover.eks.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.eks.rollout.RolloutStatus.Serving;
import io.jenkins.plugins.cutover.eks.rollout.Workload.Refusal;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Endpoint;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads how far a rollout has come, by the rules of {@code kubectl rollout status}, and why it does not go on. */
public final class RolloutReader {
    /** A quota refuses pods for a moment while old ones make room; longer is a failure. */
    private static final Duration QUOTA_PATIENCE = Duration.ofSeconds(20);

    private final EksSpec spec;
    private final Clock clock;
    private final WorkloadReader workloads;
    private final PodDiagnostics words;

    public RolloutReader(KubernetesClient client, EksSpec spec, Clock clock) {
        this.spec = spec;
        this.clock = clock;
        this.workloads = new WorkloadReader(client, spec);
        this.words = new PodDiagnostics(client, spec.namespace(), clock);
    }

    public RolloutStatus read() {
        Workload workload = workloads.read().orElse(null);
        if (workload == null) {
            return new RolloutStatus.Failed(WorkloadReader.missing(spec).getMessage(), Serving.NOTHING);
        }
        if (!workload.progress().halted().isEmpty()) {
            return failed(workload, workload.progress().halted());
        }
        Revision newest = workload.newestRevision().orElse(null);
        if (newest == null || !workload.progress().observed()) {
            return unseen(workload);
        }
        List<Endpoint> fresh = PodEndpoints.of(workload.podsOf(newest), spec.port());
        List<Endpoint> ready = workload.lower() == 0 ? fresh : PodEndpoints.of(workload.pods(), spec.port());
        boolean whole = ready.size() == workload.wanted() && fresh.size() >= workload.wanted() - workload.lower();
        return workload.progress().complete() && whole
                ? new RolloutStatus.Complete(newest.number(), ready)
                : goesOn(workload, newest, fresh.size());
    }

    /** A StatefulSet's status stays as it was while its first missing pod is refused. */
    private RolloutStatus unseen(Workload workload) {
        Refusal refused = workload.progress().refused();
        if (refused != null && lasted(refused)) {
            return failed(workload, "no pod can be made: " + refused.text());
        }
        return new RolloutStatus.InProgress(
                0,
                workload.wanted(),
                "waiting for the cluster to see the new revision" + (refused == null ? "" : "; " + refused.text()),
                serving(workload));
    }

    private boolean lasted(Refusal refused) {
        return refused.since().isBefore(clock.instant().minus(QUOTA_PATIENCE));
    }

    private RolloutStatus goesOn(Workload workload, Revision newest, int ready) {
        List<Pod> fresh = workload.podsOf(newest);
        List<PodProblem> troubles = troubles(fresh);
        Optional<PodProblem> lasting =
                troubles.stream().filter(PodProblem::lasting).findFirst();
        if (lasting.isPresent()) {
            return failed(workload, words.of(lasting.get()));
        }
        Refusal refused = workload.progress().refused();
        if (refused != null && lasted(refused)) {
            return failed(workload, "no pod can be made: " + refused.text());
        }
        String held = Stream.concat(troubles.stream(), troubles(older(workload, newest)).stream())
                .findFirst()
                .map(words::of)
                .or(() -> Optional.ofNullable(refused).map(Refusal::text))
                .or(() -> words.unready(fresh))
                .orElse("");
        if (!workload.progress().expired().isEmpty()) {
            return failed(workload, workload.progress().expired() + (held.isEmpty() ? "" : ": " + held));
        }
        return new RolloutStatus.InProgress(
                ready, workload.wanted(), progress(workload, newest, ready, held), serving(workload));
    }

    private static List<PodProblem> troubles(List<Pod> pods) {
        return pods.stream().map(PodProblem::of).flatMap(Optional::stream).toList();
    }

    /** Pods of earlier revisions that can hold the newest up. */
    private static List<Pod> older(Workload workload, Revision newest) {
        return workload.progress().inOrder()
                ? workload.pods().stream()
                        .filter(pod -> !newest.mark().equals(workload.mark(pod)))
                        .toList()
                : List.of();
    }

    private static String progress(Workload workload, Revision newest, int ready, String held) {
        int wanted = workload.wanted() - workload.lower();
        int old = workload.pods().size() - workload.podsOf(newest).size() - workload.lower();
        String text = ready + " of " + wanted + (wanted == 1 ? " pod" : " pods") + " ready";
        if (ready >= wanted && old > 0) {
            text += ", " + old + " of the old revision on the way out";
        }
        return held.isEmpty() ? text : text + "; " + held;
    }

    private static RolloutStatus failed(Workload workload, String reason) {
        return new RolloutStatus.Failed(reason, serving(workload));
    }

    private static Serving serving(Workload workload) {
        return workload.servingBeforeTheNewest()
                .map(revision -> new Serving(revision.number(), readyPods(workload, revision)))
                .orElse(Serving.NOTHING);
    }

    private static int readyPods(Workload workload, Revision revision) {
        return (int) workload.podsOf(revision).stream().filter(Workload::ready).count();
    }
}
