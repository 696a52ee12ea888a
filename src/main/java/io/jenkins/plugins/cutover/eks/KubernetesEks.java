package io.jenkins.plugins.cutover.eks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.cutover.eks.access.ApiErrors;
import io.jenkins.plugins.cutover.eks.access.PermissionCheck;
import io.jenkins.plugins.cutover.eks.apply.Applier;
import io.jenkins.plugins.cutover.eks.apply.ApplyResult;
import io.jenkins.plugins.cutover.eks.apply.ObjectRemover;
import io.jenkins.plugins.cutover.eks.apply.ObjectWriter;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.eks.manifests.Trees;
import io.jenkins.plugins.cutover.eks.manifests.WorkloadKind;
import io.jenkins.plugins.cutover.eks.rollout.PodEndpoints;
import io.jenkins.plugins.cutover.eks.rollout.PodSignals;
import io.jenkins.plugins.cutover.eks.rollout.Revision;
import io.jenkins.plugins.cutover.eks.rollout.RolloutReader;
import io.jenkins.plugins.cutover.eks.rollout.RolloutStatus;
import io.jenkins.plugins.cutover.eks.rollout.RolloutUndo;
import io.jenkins.plugins.cutover.eks.rollout.SmokeCheck;
import io.jenkins.plugins.cutover.eks.rollout.StuckPods;
import io.jenkins.plugins.cutover.eks.rollout.Workload;
import io.jenkins.plugins.cutover.eks.rollout.WorkloadReader;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Finding;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One service on a Kubernetes API server, through fabric8's client. */
final class KubernetesEks implements Eks {
    private final EksSpec spec;
    private final KubernetesClient client;
    private final Clock clock;
    private final ApiErrors errors;
    private final WorkloadReader workloads;
    private final String title;

    KubernetesEks(EksSpec spec, KubernetesClient client, Clock clock) {
        this(spec, client, clock, () -> {});
    }

    /**
     * @param client closed with this
     * @param refused called when the server refuses the client's token
     */
    KubernetesEks(EksSpec spec, KubernetesClient client, Clock clock, Runnable refused) {
        this.spec = spec;
        this.client = client;
        this.clock = clock;
        this.errors = new ApiErrors(client.getMasterUrl().toString(), refused);
        this.workloads = new WorkloadReader(client, spec);
        this.title = spec.deployment();
    }

    @Override
    public List<Finding> preflight() {
        return new PermissionCheck(client, spec.namespace(), errors).findings(Manifests.NONE);
    }

    @Override
    public List<Finding> preflight(Manifests manifests) {
        return new PermissionCheck(client, spec.namespace(), errors).findings(manifests.with(spec));
    }

    @Override
    public ApplyResult apply(Manifests original, boolean dryRun) {
        Manifests manifests = original.with(spec);
        WorkloadKind kind = manifests.kind(spec.deployment()).orElseThrow();
        Optional<Workload> before = errors.call(title, () -> {
            workloads.refuseOther(kind);
            return dryRun || kind == WorkloadKind.DEPLOYMENT ? Optional.empty() : workloads.read();
        });
        List<Applier.Outcome> outcomes = new Applier(client, errors).apply(manifests, dryRun);
        Applier.Outcome own = outcomes.stream()
                .filter(outcome -> outcome.item().title().equals(kind.title() + "/" + spec.deployment()))
                .findFirst()
                .orElseThrow();
        if (own.changes("spec", "template")) {
            before.ifPresent(earlier -> errors.call(title, () -> {
                new StuckPods(client, spec).delete(earlier, "");
                return null;
            }));
        }
        return new ApplyResult(
                dryRun,
                spec.namespace(),
                spec.deployment(),
                number(Trees.text(own.after(), "metadata", "generation")),
                outcomes.stream().map(Applier.Outcome::change).toList());
    }

    @Override
    public RolloutStatus rollout() {
        return errors.call(title, new RolloutReader(client, spec, clock)::read);
    }

    @Override
    public List<Endpoint> endpoints() {
        return workload(workload -> PodEndpoints.of(workload.pods(), spec.port()))
                .orElse(List.of());
    }

    @Override
    public Smoke smoke(List<Endpoint> pods, int most) {
        return new SmokeCheck(spec.smoke()).ask(pods, most);
    }

    @Override
    public PodSignals signals() {
        return workload(workload -> PodEndpoints.signals(workload.pods())).orElse(PodSignals.NONE);
    }

    @Override
    public int replicas() {
        return errors.call(title, workloads::replicas).orElse(-1);
    }

    @Override
    public void scale(int replicas) {
        Optional<WorkloadKind> existing = errors.call(title, workloads::kind);
        if (existing.isEmpty() && replicas == 0) {
            return; // without a workload nothing runs
        }
        String change = ObjectWriter.json(Map.of("spec", Map.of("replicas", replicas)));
        errors.call(title, () -> workloads
                .resource(existing.orElseThrow(() -> WorkloadReader.missing(spec)))
                .patch(ObjectWriter.context(PatchType.JSON_MERGE, false).build(), change));
    }

    @Override
    public long serving() {
        return workload(Workload::serving)
                .flatMap(serving -> serving)
                .map(Revision::number)
                .orElse(0L);
    }

    @Override
    public boolean undoRollout(long revision) {
        Workload workload = errors.call(title, workloads::read).orElseThrow(() -> WorkloadReader.missing(spec));
        Revision earlier = workload.revision(revision).orElse(null);
        if (earlier == null) {
            return false;
        }
        errors.call(title, () -> {
            new RolloutUndo(client, spec).undoTo(earlier, workload);
            return null;
        });
        return true;
    }

    @Override
    public List<String> delete(Manifests manifests) {
        return new ObjectRemover(client, errors).delete(manifests.inNamespaceOf(spec));
    }

    @Override
    public void close() {
        client.close();
    }

    private <T> Optional<T> workload(Function<Workload, T> reading) {
        return errors.call(title, workloads::read).map(reading);
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
