package io.jenkins.plugins.cutover.operation.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.SecretContent;

/** The difference between a Marathon app and its record from before the first shift. */
public final class OutsideChange {
    private OutsideChange() {}

    /** @return one sentence; empty when there is none */
    static String of(CutoverRecord record, App app) {
        int wanted = record.before().mesosInstances();
        if (app.instances() != wanted) {
            return "Marathon runs " + app.instances() + " instances, " + wanted
                    + " were recorded; it was changed from outside";
        }
        return ofDefinition(record, app);
    }

    /** The same for all but the instance count. */
    public static String ofDefinition(CutoverRecord record, App app) {
        SecretContent recorded = record.before().mesosDefinition();
        return !recorded.atHand() || configuration(app.definition()).equals(configuration(recorded.content()))
                ? ""
                : "the app's definition differs from the recorded one; it was changed from outside";
    }

    private static JsonNode configuration(JsonNode definition) {
        return definition.isObject() ? ((ObjectNode) definition.deepCopy()).without("instances") : definition;
    }
}
