package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A deployment in progress.
 *
 * @param before the definition to go back to when it is cancelled without force; null when the app was created
 * @param foreignUntil when a deployment from outside, which changes nothing, ends; null for real ones
 * @param listedFrom when the lists begin to show it
 */
record DeploymentState(
        String id,
        AppState app,
        String action,
        Instant version,
        ObjectNode before,
        Instant foreignUntil,
        Instant listedFrom) {

    String appId() {
        return app.id;
    }

    ObjectNode json() {
        ObjectNode step = Json.object().put("action", action).put("app", app.id);
        ObjectNode json = Json.object()
                .put("id", id)
                .put("version", Json.time(version))
                .put("currentStep", 1)
                .put("totalSteps", 1);
        json.set("affectedApps", Json.array().add(app.id));
        json.set("affectedPods", Json.array());
        json.set(
                "steps",
                Json.array().add(Json.object().set("actions", Json.array().add(step.deepCopy()))));
        step.set("readinessCheckResults", Json.array());
        json.set("currentActions", Json.array().add(step));
        return json;
    }
}
