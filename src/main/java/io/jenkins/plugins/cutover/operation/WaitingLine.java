package io.jenkins.plugins.cutover.operation;

import io.jenkins.plugins.cutover.model.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who waits for an environment in this process, in the order they came. Whoever gave no sign of life for a while has
 * left the line: an aborted build needs not say goodbye, and a line that was lost in a restart forms again, in the same
 * order.
 */
public final class WaitingLine {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Place(Owner owner, Instant since, Instant seen) {}

    private final Map<String, Map<Owner, Place>> lines = new HashMap<>();

    /**
     * @param since when it came; who waits over a restart remembers it
     * @return how many are before this one; it stands in the line from now on
     */
    synchronized int before(String environment, Owner owner, Instant since, Instant now) {
        Map<Owner, Place> line = lines.computeIfAbsent(environment, e -> new HashMap<>());
        line.put(owner, new Place(owner, since, now));
        line.values().removeIf(place -> place.seen().plus(PATIENCE).isBefore(now));
        List<Owner> order = line.values().stream()
                .sorted(Comparator.comparing(Place::since)
                        .thenComparing(place -> place.owner().toString()))
                .map(Place::owner)
                .toList();
        return order.indexOf(owner);
    }

    synchronized void leave(String environment, Owner owner) {
        lines.getOrDefault(environment, new HashMap<>()).remove(owner);
    }
}
