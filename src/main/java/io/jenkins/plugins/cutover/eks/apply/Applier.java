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
 * Applies manifests. All of them are tried without storing anything first, so that a refusal or a conflict at the last
 * one leaves the first ones alone.
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

    /** An object on its way: how it is addressed, what was there, what is wanted. */
    public record Item(
            ResourceDefinitionContext context, GenericKubernetesResource wanted, Map<String, Object> before) {
        public String title() {
            return wanted.getKind() + "/" + wanted.getMetadata().getName();
        }
    }

    /** What became of an item. */
    public record Outcome(Item item, Map<String, Object> after) {
        public boolean changes(String... path) {
            return !Objects.equals(Trees.at(item.before(), path), Trees.at(after, path));
        }

        public ApplyResult.Change change() {
            boolean created = item.before().isEmpty();
            List<String> diff = ObjectDiff.between(item.before(), created ? Manifests.copy(item.wanted()) : after);
            Action action = created ? Action.CREATED : diff.isEmpty() ? Action.UNCHANGED : Action.CHANGED;
            return new ApplyResult.Change(item.title(), action, diff);
        }
    }

    public List<Outcome> apply(Manifests manifests, boolean dryRun) {
        List<Item> items = errors.translating("reading the cluster", () -> items(manifests));
        List<Outcome> tried = tryAll(items);
        if (dryRun) {
            return tried;
        }
        List<Outcome> done = new ArrayList<>();
        for (Item item : items) {
            done.add(new Outcome(item, write(item, false)));
        }
        return done;
    }

    private List<Outcome> tryAll(List<Item> items) {
        List<String> faults = new ArrayList<>();
        List<Outcome> tried = new ArrayList<>();
        for (Item item : items) {
            try {
                tried.add(new Outcome(item, write(item, true)));
            } catch (Refused e) {
                faults.add(e.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            throw new CutoverException(String.join("; ", faults));
        }
        return tried;
    }

    /** The server refuses this object; others may still be tried, to tell all faults at once. */
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
            CutoverException translating = FieldConflicts.find(e)
                    .map(conflicts ->
                            (CutoverException) new CutoverException(item.title() + ": " + conflicts.text(), e))
                    .orElseGet(() -> errors.translate(item.title(), e));
            throw ApiErrors.unanswered(e) || e.getCode() == 401 ? translating : new Refused(translating);
        }
    }

    private List<Item> items(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        List<Item> items = new ArrayList<>();
        for (GenericKubernetesResource wanted : manifests.objects()) {
            ApiVersions.fit(wanted, discovery)
                    .ifPresentOrElse(
                            context -> items.add(item(context, wanted, manifests)),
                            () -> faults.add(wanted.getKind() + "/"
                                    + wanted.getMetadata().getName()
                                    + ": the server does not know " + wanted.getKind() + " of "
                                    + wanted.getApiVersion()));
        }
        if (!faults.isEmpty()) {
            throw new CutoverException(String.join("; ", faults));
        }
        return items;
    }

    private Item item(ResourceDefinitionContext context, GenericKubernetesResource wanted, Manifests manifests) {
        Map<String, Object> before = before(context, wanted);
        Object live = Trees.at(before, "spec", "replicas");
        boolean runs = live instanceof Number number && number.intValue() > 0;
        return new Item(context, runs && manifests.autoscales(wanted) ? withReplicas(wanted, live) : wanted, before);
    }

    /** The autoscaler's number is kept: to apply another would fight it, and to leave it out would reset it to 1. */
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
