package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** The one way this project writes and reads JSON: ISO times, keys in order, unknown keys refused. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    /** Shared and thread-safe; do not configure it. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * A value as a tree, for a place that keeps it without knowing its type; equal to what will be read back (numbers
     * have the kind that their text has, not that of the Java type).
     */
    public static JsonNode tree(Object value) {
        try {
            return MAPPER.readTree(MAPPER.writeValueAsBytes(value));
        } catch (IOException e) {
            throw new IllegalArgumentException(value.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }

    /**
     * The same for a value that is replaced more often than it is written, such as the state after a poll: it becomes JSON
     * when the record is written, and {@link #value} gives it back as it is. Its paths cannot be read before.
     */
    public static JsonNode deferred(Object value) {
        return new POJONode(value);
    }

    /** The tree of a text from outside; the missing node when the text is empty or not JSON. */
    public static JsonNode parsed(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** @throws CutoverException naming the type when the tree is not one of its values */
    public static <T> T value(JsonNode tree, Class<T> type) {
        if (tree instanceof POJONode deferred && type.isInstance(deferred.getPojo())) {
            return type.cast(deferred.getPojo());
        }
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new CutoverException(type.getSimpleName() + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
