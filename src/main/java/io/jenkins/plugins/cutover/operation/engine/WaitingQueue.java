package io.jenkins.plugins.cutover.operation.engine;

import io.jenkins.plugins.cutover.model.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The owners that wait for an environment in this process, in the order of their arrival. An owner that does not ask
 * again for a while is removed: an aborted build does not leave by itself. A queue that was lost in a restart forms again
 * in the same order.
 */
public final class WaitingQueue {
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Two branches of one build wait for two services: each has its place. */
    private record Waiting(Owner owner, String service) {
        @Override
        public String toString() {
            return owner + " for " + service;
        }
    }

    private record Place(Waiting who, Instant since, Instant seen) {}

    private final Map<String, Map<Waiting, Place>> queues = new HashMap<>();

    /**
     * @param since when it arrived; kept over a restart
     * @return how many are before this one, which is in the queue from now on
     */
    synchronized int before(String environment, String service, Owner owner, Instant since, Instant now) {
        Waiting who = new Waiting(owner, service);
        Map<Waiting, Place> queue = queues.computeIfAbsent(environment, e -> new HashMap<>());
        queue.put(who, new Place(who, since, now));
        queue.values().removeIf(place -> place.seen().plus(TIMEOUT).isBefore(now));
        List<Waiting> order = queue.values().stream()
                .sorted(Comparator.comparing(Place::since)
                        .thenComparing(place -> place.who().toString()))
                .map(Place::who)
                .toList();
        return order.indexOf(who);
    }

    synchronized void leave(String environment, String service, Owner owner) {
        queues.getOrDefault(environment, new HashMap<>()).remove(new Waiting(owner, service));
    }
}
