package io.jenkins.plugins.cutover.eks.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.eks.manifests.PortProtocols;
import io.jenkins.plugins.cutover.eks.manifests.Trees;
import java.util.List;
import java.util.Map;

/** Writes one object: by server-side apply, or by a three-way merge patch when the server does not support that (415). */
public final class ObjectWriter {
    /** The field manager that owns what this project applies. */
    static final String MANAGER = "phased-cutover";

    private final KubernetesClient client;
    private boolean serverSide = true;

    ObjectWriter(KubernetesClient client) {
        this.client = client;
    }

    Resource<GenericKubernetesResource> at(ResourceDefinitionContext context, GenericKubernetesResource object) {
        var all = client.genericKubernetesResources(context);
        return context.isNamespaceScoped()
                ? all.inNamespace(object.getMetadata().getNamespace()).resource(object)
                : all.resource(object);
    }

    GenericKubernetesResource write(Applier.Item item, boolean dryRun) {
        if (serverSide) {
            try {
                return apply(item, dryRun);
            } catch (KubernetesClientException e) {
                if (e.getCode() != 415) {
                    throw e;
                }
                serverSide = false;
            }
        }
        return merge(item, dryRun);
    }

    private GenericKubernetesResource apply(Applier.Item item, boolean dryRun) {
        try {
            return apply(item, dryRun, false);
        } catch (KubernetesClientException e) {
            // Scaling is an update by the same manager, so a conflict with it is none.
            if (FieldConflicts.find(e)
                    .filter(FieldConflicts::onlyWithOwnManager)
                    .isPresent()) {
                return apply(item, dryRun, true);
            }
            throw e;
        }
    }

    private GenericKubernetesResource apply(Applier.Item item, boolean dryRun, boolean force) {
        PatchContext context =
                context(PatchType.SERVER_SIDE_APPLY, dryRun).withForce(force).build();
        GenericKubernetesResource complete = Manifests.object(PortProtocols.complete(Manifests.copy(item.wanted())));
        return at(item.context(), complete).patch(context, complete);
    }

    private GenericKubernetesResource merge(Applier.Item item, boolean dryRun) {
        Map<String, Object> wanted = Manifests.copy(item.wanted());
        Map<String, Object> annotations = Trees.child(Trees.child(wanted, "metadata"), "annotations");
        String asJson = Serialization.asJson(item.wanted());
        if (item.before().isEmpty()) {
            annotations.put(MergePatch.LAST_APPLIED, asJson);
            var created = at(item.context(), Manifests.object(wanted));
            return dryRun ? created.dryRun().create() : created.create();
        }
        String last = Trees.text(item.before(), "metadata", "annotations", MergePatch.LAST_APPLIED);
        Map<String, Object> patch = MergePatch.of(
                last.isEmpty() ? Map.of() : Serialization.unmarshal(last, Map.class), Manifests.copy(item.wanted()));
        Trees.child(Trees.child(patch, "metadata"), "annotations").put(MergePatch.LAST_APPLIED, asJson);
        return at(item.context(), item.wanted())
                .patch(context(PatchType.JSON_MERGE, dryRun).build(), json(patch));
    }

    /** A patch as JSON. */
    public static String json(Map<String, Object> patch) {
        try {
            return Serialization.jsonMapper().writeValueAsString(patch);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of plain values has a JSON form", e);
        }
    }

    /** A patch by this project's field manager. */
    public static PatchContext.Builder context(PatchType type, boolean dryRun) {
        return new PatchContext.Builder()
                .withPatchType(type)
                .withFieldManager(MANAGER)
                .withDryRun(dryRun ? List.of("All") : null);
    }
}
