package io.jenkins.plugins.cutover.operation.engine;

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
public final class WaitingQueue {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Two branches of one build wait for two services: each has its place. */
    private record Waiting(Owner owner, String service) {
        @Override
        public String toString() {
            return owner + " for " + service;
        }
    }

    private record Place(Waiting who, Instant since, Instant seen) {}

    private final Map<String, Map<Waiting, Place>> lines = new HashMap<>();

    /**
     * @param since when it came; who waits over a restart remembers it
     * @return how many are before this one; it stands in the line from now on
     */
    synchronized int before(String environment, String service, Owner owner, Instant since, Instant now) {
        Waiting who = new Waiting(owner, service);
        Map<Waiting, Place> line = lines.computeIfAbsent(environment, e -> new HashMap<>());
        line.put(who, new Place(who, since, now));
        line.values().removeIf(place -> place.seen().plus(PATIENCE).isBefore(now));
        List<Waiting> order = line.values().stream()
                .sorted(Comparator.comparing(Place::since)
                        .thenComparing(place -> place.who().toString()))
                .map(Place::who)
                .toList();
        return order.indexOf(who);
    }

    synchronized void leave(String environment, String service, Owner owner) {
        lines.getOrDefault(environment, new HashMap<>()).remove(new Waiting(owner, service));
    }
}
