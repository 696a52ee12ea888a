package io.jenkins.plugins.cutover.operation.engine;

import io.jenkins.plugins.cutover.model.CutoverException;
import java.util.Map;
import java.util.TreeMap;

/** An operation ended without its goal. The message explains it in one line. */
public final class OperationFailedException extends CutoverException {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, String> data = new TreeMap<>();

    OperationFailedException(String reason, Map<String, Object> data, Throwable cause) {
        super(reason, cause);
        data.forEach((key, value) -> this.data.put(key, String.valueOf(value)));
    }

    /** The numbers behind the message, as text. */
    public Map<String, String> data() {
        return Map.copyOf(data);
    }
}
