package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * Content that may hold secrets and is needed for a rollback: a Marathon app can have passwords in its environment, its
 * labels or its command. A record holds only the id. The journal stores the content separately, readable by its owner only,
 * and adds it when it reads the record.
 *
 * @param id where the journal keeps it
 * @param content missing when the journal no longer has it
 */
public record SecretContent(String id, JsonNode content) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static SecretContent of(String id) {
        return new SecretContent(id, MissingNode.getInstance());
    }

    /** The only part that is written as JSON. */
    @JsonValue
    @Override
    public String id() {
        return id;
    }

    public boolean atHand() {
        return !content.isMissingNode();
    }

    @Override
    public String toString() {
        return "sealed " + id;
    }
}
