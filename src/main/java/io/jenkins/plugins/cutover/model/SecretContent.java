package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * Something that may hold secrets and is yet needed to come back: a Marathon app has passwords in its environment, its
 * labels or its command. Whatever writes a record writes only the id; the journal keeps the content apart, for its own
 * eyes, and puts it back when it reads the record.
 *
 * @param id where the journal keeps it
 * @param content missing when the journal does not have it any more
 */
public record SecretContent(String id, JsonNode content) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static SecretContent of(String id) {
        return new SecretContent(id, MissingNode.getInstance());
    }

    /** All that JSON gets to see. */
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
