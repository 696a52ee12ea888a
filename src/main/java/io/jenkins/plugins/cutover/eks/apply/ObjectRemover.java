package io.jenkins.plugins.cutover.eks.apply;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.jenkins.plugins.cutover.eks.access.ApiErrors;
import io.jenkins.plugins.cutover.eks.access.ApiVersions;
import io.jenkins.plugins.cutover.eks.access.Discovery;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Deletes the objects that an apply created, and none that others created. */
public final class ObjectRemover {
    private final ObjectWriter writer;
    private final Discovery discovery;
    private final ApiErrors errors;

    public ObjectRemover(KubernetesClient client, ApiErrors errors) {
        this.writer = new ObjectWriter(client);
        this.discovery = new Discovery(client);
        this.errors = errors;
    }

    /** @return the deleted objects as {@code Kind/name}; the last of the manifests first */
    public List<String> delete(Manifests manifests) {
        List<GenericKubernetesResource> objects = new ArrayList<>(manifests.objects());
        Collections.reverse(objects);
        List<String> deleted = new ArrayList<>();
        for (GenericKubernetesResource object : objects) {
            String title = object.getKind() + "/" + object.getMetadata().getName();
            if (errors.call(title, () -> delete(object))) {
                deleted.add(title);
            }
        }
        return deleted;
    }

    private boolean delete(GenericKubernetesResource object) {
        Optional<Resource<GenericKubernetesResource>> at =
                ApiVersions.fit(object, discovery).map(context -> writer.at(context, object));
        GenericKubernetesResource found = at.map(Resource::get).orElse(null);
        if (found == null || !appliedByCutover(found)) {
            return false;
        }
        at.get().withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
        return true;
    }

    private static boolean appliedByCutover(GenericKubernetesResource found) {
        String lastApplied = found.getMetadata().getAnnotations() == null
                ? null
                : found.getMetadata().getAnnotations().get(MergePatch.LAST_APPLIED);
        return lastApplied != null
                || found.getMetadata().getManagedFields().stream()
                        .map(ManagedFieldsEntry::getManager)
                        .anyMatch(ObjectWriter.MANAGER::equals);
    }
}
