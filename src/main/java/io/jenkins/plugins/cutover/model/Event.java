package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of a cutover's history: a decision, a change or an observation, with its numbers.
 *
 * @param at when
 * @param kind a short name for programs: {@code shift}, {@code verdict}, {@code drift}, {@code rollback}, ...
 * @param text one sentence for people
 * @param data the numbers behind the sentence
 */
public record Event(Instant at, String kind, String text, Map<String, Object> data) implements Serializable {
    public Event {
        data = new TreeMap<>(data);
    }

    public static Event of(Instant at, String kind, String text) {
        return new Event(at, kind, text, Map.of());
    }
}
