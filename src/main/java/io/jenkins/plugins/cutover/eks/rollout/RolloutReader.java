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

/** Reads how far a rollout has come, by the rules of {@code kubectl rollout status}, and why it does not progress. */
public final class RolloutReader {
    /** A quota may refuse pods for a moment, until old ones are gone; longer is a failure. */
    private static final Duration QUOTA_GRACE = Duration.ofSeconds(20);

    private final EksSpec spec;
    private final Clock clock;
    private final WorkloadReader workloads;
    private final PodDiagnostics diagnostics;

    public RolloutReader(KubernetesClient client, EksSpec spec, Clock clock) {
        this.spec = spec;
        this.clock = clock;
        this.workloads = new WorkloadReader(client, spec);
        this.diagnostics = new PodDiagnostics(client, spec.namespace(), clock);
    }

    /** The status now. */
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
            return notObserved(workload);
        }
        List<Endpoint> newEndpoints = PodEndpoints.of(workload.podsOf(newest), spec.port());
        List<Endpoint> ready =
                workload.keptByPartition() == 0 ? newEndpoints : PodEndpoints.of(workload.pods(), spec.port());
        boolean allReady = ready.size() == workload.wanted()
                && newEndpoints.size() >= workload.wanted() - workload.keptByPartition();
        return workload.progress().complete() && allReady
                ? new RolloutStatus.Complete(newest.number(), ready)
                : inProgress(workload, newest, newEndpoints.size());
    }

    /** A StatefulSet's status does not change while its first missing pod is refused. */
    private RolloutStatus notObserved(Workload workload) {
        Refusal refused = workload.progress().refused();
        if (refused != null && pastGrace(refused)) {
            return failed(workload, "no pod can be created: " + refused.text());
        }
        return new RolloutStatus.InProgress(
                0,
                workload.wanted(),
                "waiting for the cluster to see the new revision" + (refused == null ? "" : "; " + refused.text()),
                serving(workload));
    }

    private boolean pastGrace(Refusal refused) {
        return refused.since().isBefore(clock.instant().minus(QUOTA_GRACE));
    }

    private RolloutStatus inProgress(Workload workload, Revision newest, int ready) {
        List<Pod> newPods = workload.podsOf(newest);
        List<PodProblem> problems = problems(newPods);
        Optional<PodProblem> permanent =
                problems.stream().filter(PodProblem::permanent).findFirst();
        if (permanent.isPresent()) {
            return failed(workload, diagnostics.describe(permanent.get()));
        }
        Refusal refused = workload.progress().refused();
        if (refused != null && pastGrace(refused)) {
            return failed(workload, "no pod can be created: " + refused.text());
        }
        String blocker = Stream.concat(problems.stream(), problems(older(workload, newest)).stream())
                .findFirst()
                .map(diagnostics::describe)
                .or(() -> Optional.ofNullable(refused).map(Refusal::text))
                .or(() -> diagnostics.describeUnready(newPods))
                .orElse("");
        if (!workload.progress().expired().isEmpty()) {
            return failed(workload, workload.progress().expired() + (blocker.isEmpty() ? "" : ": " + blocker));
        }
        return new RolloutStatus.InProgress(
                ready, workload.wanted(), progress(workload, newest, ready, blocker), serving(workload));
    }

    private static List<PodProblem> problems(List<Pod> pods) {
        return pods.stream().map(PodProblem::of).flatMap(Optional::stream).toList();
    }

    /** Pods of earlier revisions that can block the newest one. */
    private static List<Pod> older(Workload workload, Revision newest) {
        return workload.progress().inOrder()
                ? workload.pods().stream()
                        .filter(pod -> !newest.hash().equals(workload.hash(pod)))
                        .toList()
                : List.of();
    }

    private static String progress(Workload workload, Revision newest, int ready, String blocker) {
        int wanted = workload.wanted() - workload.keptByPartition();
        int old = workload.pods().size() - workload.podsOf(newest).size() - workload.keptByPartition();
        String text = ready + " of " + wanted + (wanted == 1 ? " pod" : " pods") + " ready";
        if (ready >= wanted && old > 0) {
            text += ", " + old + " of the old revision terminating";
        }
        return blocker.isEmpty() ? text : text + "; " + blocker;
    }

    private static RolloutStatus failed(Workload workload, String reason) {
        return new RolloutStatus.Failed(reason, serving(workload));
    }

    private static Serving serving(Workload workload) {
        return workload.servingBeforeNewest()
                .map(revision -> new Serving(revision.number(), readyPods(workload, revision)))
                .orElse(Serving.NOTHING);
    }

    private static int readyPods(Workload workload, Revision revision) {
        return (int) workload.podsOf(revision).stream().filter(Workload::ready).count();
    }
}
