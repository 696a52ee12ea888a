package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error as a Kubernetes API server returns it: code, reason, message and causes of a {@code Status}. */
final class ApiFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;
    private final transient ArrayNode causes = JsonNodeFactory.instance.arrayNode();

    ApiFault(int code, String reason, String message) {
        super(message);
        this.code = code;
        this.reason = reason;
    }

    static ApiFault noSuchPath() {
        return new ApiFault(404, "NotFound", "the server could not find the requested resource");
    }

    static ApiFault notFound(String resource, String name) {
        return new ApiFault(404, "NotFound", resource + " \"" + name + "\" not found");
    }

    static ApiFault badRequest(String message) {
        return new ApiFault(400, "BadRequest", message);
    }

    static ApiFault invalid(Kind kind, String name, String field, String said) {
        String type = kind.group().isEmpty() ? kind.kind() : kind.kind() + "." + kind.group();
        return new ApiFault(422, "Invalid", type + " \"" + name + "\" is invalid: " + field + ": " + said)
                .cause("FieldValueInvalid", said, field);
    }

    ApiFault cause(String causeReason, String message, String field) {
        causes.addObject().put("reason", causeReason).put("message", message).put("field", field);
        return this;
    }

    int code() {
        return code;
    }

    ObjectNode status() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (!causes.isEmpty()) {
            status.putObject("details").set("causes", causes);
        }
        return status.put("code", code);
    }
}
