package io.jenkins.plugins.cutover.eks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Puts an earlier revision's pod template back, as {@code kubectl rollout undo} does: one JSON patch of the whole template. */
final class Undo {
    private final RollableScalableResource<Deployment> deployment;

    Undo(RollableScalableResource<Deployment> deployment) {
        this.deployment = deployment;
    }

    Deployment to(ReplicaSet revision) {
        ObjectMapper json = Serialization.jsonMapper();
        ObjectNode template = json.valueToTree(revision.getSpec().getTemplate());
        if (template.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove(Workload.HASH); // the controller's own mark on its ReplicaSet
        }
        ArrayNode patch = json.createArrayNode();
        patch.addObject().put("op", "replace").put("path", "/spec/template").set("value", template);
        return deployment.patch(ObjectWriter.context(PatchType.JSON, false).build(), patch.toString());
    }
}
