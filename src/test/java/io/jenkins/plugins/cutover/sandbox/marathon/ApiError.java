package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** An answer that is not a success. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int status;
    final transient ObjectNode body;

    private ApiError(int status, ObjectNode body) {
        super(status + " " + body);
        this.status = status;
        this.body = body;
    }

    static ApiError of(int status, String message) {
        return new ApiError(status, Json.object().put("message", message));
    }

    static ApiError noApp(String id) {
        return of(404, "App '" + id + "' does not exist");
    }

    static ApiError locked(List<String> deployments) {
        ObjectNode body = Json.object()
                .put(
                        "message",
                        "App is locked by one or more deployments. Override with the option '?force=true'."
                                + " View details at '/v2/deployments/<DEPLOYMENT_ID>'.");
        body.set("deployments", Json.ids(deployments));
        return new ApiError(409, body);
    }

    static ApiError invalid(int status, String message, String path, String error) {
        ObjectNode body = Json.object().put("message", message);
        ObjectNode detail = Json.object().put("path", path);
        detail.set("errors", Json.array().add(error));
        body.set("details", Json.array().add(detail));
        return new ApiError(status, body);
    }

    static ApiError badJson(String details) {
        return new ApiError(400, Json.object().put("message", "Invalid JSON").put("details", details));
    }
}
