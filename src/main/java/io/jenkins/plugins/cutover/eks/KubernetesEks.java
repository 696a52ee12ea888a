package io.jenkins.plugins.cutover.eks;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
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
    private final String title;

    /** @param client closed with this */
    KubernetesEks(EksSpec spec, KubernetesClient client, Clock clock) {
        this.spec = spec;
        this.client = client;
        this.clock = clock;
        this.errors = new ApiErrors(client.getMasterUrl().toString());
        this.title = "Deployment/" + spec.deployment();
    }

    @Override
    public List<Finding> preflight() {
        return new Preflight(client, spec.namespace(), errors).findings();
    }

    @Override
    public Applied apply(Manifests manifests, boolean dryRun) {
        List<Applier.Outcome> outcomes = new Applier(client, errors).apply(manifests.with(spec), dryRun);
        Applier.Outcome own = outcomes.stream()
                .filter(outcome -> outcome.item().title().equals(title))
                .findFirst()
                .orElseThrow();
        return new Applied(
                dryRun,
                spec.namespace(),
                spec.deployment(),
                number(Trees.text(own.after(), "metadata", "generation")),
                number(Trees.text(own.item().before(), "metadata", "annotations", Workload.REVISION)),
                outcomes.stream().map(Applier.Outcome::change).toList());
    }

    @Override
    public Rollout rollout() {
        return errors.told(title, new RolloutReader(client, spec, clock)::read);
    }

    @Override
    public List<Endpoint> endpoints() {
        return workload(workload -> Endpoints.of(workload.pods(), spec.port())).orElse(List.of());
    }

    @Override
    public Smoke smoke(List<Endpoint> pods, int most) {
        return new SmokeCheck(spec.smoke()).ask(pods, most);
    }

    @Override
    public PodSignals signals() {
        return workload(workload -> Endpoints.signals(workload.pods())).orElse(PodSignals.NONE);
    }

    @Override
    public int replicas() {
        Deployment found = errors.told(title, deployment()::get);
        return found == null
                ? -1
                : Optional.ofNullable(found.getSpec().getReplicas()).orElse(1);
    }

    @Override
    public void scale(int replicas) {
        patch(Map.of("spec", Map.of("replicas", replicas)));
    }

    @Override
    public long undoRollout() {
        ReplicaSet previous = workload(Workload::previous)
                .orElseThrow(() -> Workload.missing(spec))
                .orElse(null);
        if (previous == null) {
            return 0;
        }
        errors.told(title, () -> new Undo(deployment()).to(previous));
        return Workload.revision(previous);
    }

    @Override
    public List<String> delete(Manifests manifests) {
        return new Remover(client, errors).delete(manifests.inNamespaceOf(spec));
    }

    @Override
    public void close() {
        client.close();
    }

    private <T> Optional<T> workload(Function<Workload, T> reading) {
        return errors.told(title, () -> Workload.read(client, spec)).map(reading);
    }

    private void patch(Map<String, Object> change) {
        errors.told(title, () -> deployment()
                .patch(ObjectWriter.context(PatchType.JSON_MERGE, false).build(), ObjectWriter.json(change)));
    }

    private RollableScalableResource<Deployment> deployment() {
        return client.apps().deployments().inNamespace(spec.namespace()).withName(spec.deployment());
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
