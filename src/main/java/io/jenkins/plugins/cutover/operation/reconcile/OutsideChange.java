package io.jenkins.plugins.cutover.operation.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.SecretContent;

/** How a Marathon app differs from what was recorded of it before the first shift. */
public final class OutsideChange {
    private OutsideChange() {}

    /** @return one sentence; empty when it does not */
    static String of(CutoverRecord record, App app) {
        int wanted = record.before().mesosInstances();
        if (app.instances() != wanted) {
            return "Marathon runs " + app.instances() + " instances, " + wanted
                    + " were recorded; somebody changed it from outside";
        }
        return ofDefinition(record, app);
    }

    /** The same for all but the instance count. */
    public static String ofDefinition(CutoverRecord record, App app) {
        SecretContent recorded = record.before().mesosDefinition();
        return !recorded.atHand() || configuration(app.definition()).equals(configuration(recorded.content()))
                ? ""
                : "the app's definition is another than recorded; somebody changed it from outside";
    }

    private static JsonNode configuration(JsonNode definition) {
        return definition.isObject() ? ((ObjectNode) definition.deepCopy()).without("instances") : definition;
    }
}
