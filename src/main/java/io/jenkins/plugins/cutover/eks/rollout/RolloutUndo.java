package io.jenkins.plugins.cutover.eks.rollout;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.cutover.eks.apply.ObjectWriter;
import io.jenkins.plugins.cutover.model.EksSpec;

/** Puts an earlier revision's pod template back, as {@code kubectl rollout undo} does: one JSON patch of the whole template. */
public final class RolloutUndo {
    private final WorkloadReader workloads;
    private final StuckPods stuck;

    public RolloutUndo(KubernetesClient client, EksSpec spec) {
        this.workloads = new WorkloadReader(client, spec);
        this.stuck = new StuckPods(client, spec);
    }

    public void to(Revision revision, Workload workload) {
        ObjectMapper json = Serialization.jsonMapper();
        ArrayNode patch = json.createArrayNode();
        patch.addObject().put("op", "replace").put("path", "/spec/template").set("value", revision.template());
        workloads
                .resource(workload.kind())
                .patch(ObjectWriter.context(PatchType.JSON, false).build(), patch.toString());
        stuck.delete(workload, revision.mark());
    }
}
