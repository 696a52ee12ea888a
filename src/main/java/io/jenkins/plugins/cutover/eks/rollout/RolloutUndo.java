package io.jenkins.plugins.cutover.eks.rollout;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.cutover.eks.apply.ObjectWriter;
import io.jenkins.plugins.cutover.model.EksSpec;

/** Restores an earlier revision's pod template, as {@code kubectl rollout undo} does: a JSON patch of the whole template. */
public final class RolloutUndo {
    private final WorkloadReader workloads;
    private final StuckPods stuckPods;

    public RolloutUndo(KubernetesClient client, EksSpec spec) {
        this.workloads = new WorkloadReader(client, spec);
        this.stuckPods = new StuckPods(client, spec);
    }

    /** Restores the template of a revision, and deletes the pods that would block it. */
    public void undoTo(Revision revision, Workload workload) {
        ObjectMapper json = Serialization.jsonMapper();
        ArrayNode patch = json.createArrayNode();
        patch.addObject().put("op", "replace").put("path", "/spec/template").set("value", revision.template());
        workloads
                .resource(workload.kind())
                .patch(ObjectWriter.context(PatchType.JSON, false).build(), patch.toString());
        stuckPods.delete(workload, revision.hash());
    }
}
