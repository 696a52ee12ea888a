package io.jenkins.plugins.cutover.eks.apply;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.jenkins.plugins.cutover.eks.access.ApiErrors;
import io.jenkins.plugins.cutover.eks.access.ApiVersions;
import io.jenkins.plugins.cutover.eks.access.Discovery;
import io.jenkins.plugins.cutover.eks.apply.ApplyResult.Action;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.eks.manifests.Trees;
import io.jenkins.plugins.cutover.model.CutoverException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Applies manifests. All of them are first applied as a dry run, so that a refusal or a conflict at the last one leaves
 * the first ones unchanged.
 */
public final class Applier {
    private final ObjectWriter writer;
    private final Discovery discovery;
    private final ApiErrors errors;

    public Applier(KubernetesClient client, ApiErrors errors) {
        this.writer = new ObjectWriter(client);
        this.discovery = new Discovery(client);
        this.errors = errors;
    }

    /**
     * One object to apply.
     *
     * @param context how to address it
     * @param wanted the desired object
     * @param before the object in the cluster; empty when there is none
     */
    public record Item(
            ResourceDefinitionContext context, GenericKubernetesResource wanted, Map<String, Object> before) {
        /** {@code Kind/name}. */
        public String title() {
            return wanted.getKind() + "/" + wanted.getMetadata().getName();
        }
    }

    /** The object after the apply. */
    public record Outcome(Item item, Map<String, Object> after) {
        /** Whether the value at a path of keys changed. */
        public boolean changes(String... path) {
            return !Objects.equals(Trees.at(item.before(), path), Trees.at(after, path));
        }

        /** The change for people. */
        public ApplyResult.Change change() {
            boolean created = item.before().isEmpty();
            List<String> diff = ObjectDiff.between(item.before(), created ? Manifests.copy(item.wanted()) : after);
            Action action = created ? Action.CREATED : diff.isEmpty() ? Action.UNCHANGED : Action.CHANGED;
            return new ApplyResult.Change(item.title(), action, diff);
        }
    }

    /** @throws CutoverException listing every object that the server refuses; nothing is stored then */
    public List<Outcome> apply(Manifests manifests, boolean dryRun) {
        List<Item> items = errors.call("reading the cluster", () -> items(manifests));
        List<Outcome> dryRuns = dryRunAll(items);
        if (dryRun) {
            return dryRuns;
        }
        List<Outcome> done = new ArrayList<>();
        for (Item item : items) {
            done.add(new Outcome(item, write(item, false)));
        }
        return done;
    }

    private List<Outcome> dryRunAll(List<Item> items) {
        List<String> problems = new ArrayList<>();
        List<Outcome> dryRuns = new ArrayList<>();
        for (Item item : items) {
            try {
                dryRuns.add(new Outcome(item, write(item, true)));
            } catch (Refused e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new CutoverException(String.join("; ", problems));
        }
        return dryRuns;
    }

    /** The server refuses this object; the others are still tried, so that all problems are reported together. */
    private static final class Refused extends CutoverException {
        private static final long serialVersionUID = 1L;

        Refused(CutoverException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private Map<String, Object> write(Item item, boolean dryRun) {
        try {
            return Manifests.copy(writer.write(item, dryRun));
        } catch (KubernetesClientException e) {
            CutoverException problem = FieldConflicts.find(e)
                    .map(conflicts ->
                            (CutoverException) new CutoverException(item.title() + ": " + conflicts.text(), e))
                    .orElseGet(() -> errors.translate(item.title(), e));
            throw ApiErrors.noAnswer(e) || e.getCode() == 401 ? problem : new Refused(problem);
        }
    }

    private List<Item> items(Manifests manifests) {
        List<String> problems = new ArrayList<>();
        List<Item> items = new ArrayList<>();
        for (GenericKubernetesResource wanted : manifests.objects()) {
            ApiVersions.fit(wanted, discovery)
                    .ifPresentOrElse(
                            context -> items.add(item(context, wanted, manifests)),
                            () -> problems.add(wanted.getKind() + "/"
                                    + wanted.getMetadata().getName()
                                    + ": the server does not know " + wanted.getKind() + " of "
                                    + wanted.getApiVersion()));
        }
        if (!problems.isEmpty()) {
            throw new CutoverException(String.join("; ", problems));
        }
        return items;
    }

    private Item item(ResourceDefinitionContext context, GenericKubernetesResource wanted, Manifests manifests) {
        Map<String, Object> before = before(context, wanted);
        Object live = Trees.at(before, "spec", "replicas");
        boolean runs = live instanceof Number number && number.intValue() > 0;
        return new Item(context, runs && manifests.autoscales(wanted) ? withReplicas(wanted, live) : wanted, before);
    }

    /** Keeps the autoscaler's number: another one would fight the autoscaler, and none would reset it to 1. */
    private static GenericKubernetesResource withReplicas(GenericKubernetesResource wanted, Object live) {
        Map<String, Object> tree = Manifests.copy(wanted);
        Trees.child(tree, "spec").put("replicas", live);
        return Manifests.object(tree);
    }

    private Map<String, Object> before(ResourceDefinitionContext context, GenericKubernetesResource wanted) {
        GenericKubernetesResource before = writer.at(context, wanted).get();
        return before == null ? Map.of() : Manifests.copy(before);
    }
}
