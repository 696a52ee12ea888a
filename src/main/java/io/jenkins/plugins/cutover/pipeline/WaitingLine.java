package io.jenkins.plugins.cutover.pipeline;

import io.jenkins.plugins.cutover.model.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who waits for an environment on this controller, in the order they came. Whoever gave no sign of life for a while has
 * left the line: an aborted build needs not say goodbye, and a line that was lost in a restart forms again.
 */
final class WaitingLine {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, LinkedHashMap<Owner, Instant>> lines = new HashMap<>();

    /** @return how many are before this one; it stands in the line from now on */
    synchronized int before(String environment, Owner owner, Instant now) {
        LinkedHashMap<Owner, Instant> line = lines.computeIfAbsent(environment, e -> new LinkedHashMap<>());
        line.put(owner, now);
        line.values().removeIf(seen -> seen.plus(PATIENCE).isBefore(now));
        return List.copyOf(line.keySet()).indexOf(owner);
    }

    synchronized void leave(String environment, Owner owner) {
        lines.getOrDefault(environment, new LinkedHashMap<>()).remove(owner);
    }
}
