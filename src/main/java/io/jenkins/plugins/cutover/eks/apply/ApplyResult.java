package io.jenkins.plugins.cutover.eks.apply;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What an apply did, or would do.
 *
 * @param dryRun nothing was stored
 * @param namespace of the workload
 * @param deployment the Deployment's or StatefulSet's name
 * @param generation the workload's generation afterwards; 0 when unknown
 * @param changes one for each manifest, in order
 */
public record ApplyResult(boolean dryRun, String namespace, String deployment, long generation, List<Change> changes)
        implements Serializable {
    public ApplyResult {
        changes = List.copyOf(changes);
    }

    /** What happened to one object. */
    public enum Action {
        CREATED,
        CHANGED,
        UNCHANGED
    }

    /**
     * @param object {@code Kind/name}
     * @param diff the server's own difference, one line for each field: {@code ~ spec.replicas: 2 -> 3}, {@code + path: value},
     *     {@code - path: value}; the content of a Secret is never shown
     */
    public record Change(String object, Action action, List<String> diff) implements Serializable {
        public Change {
            diff = List.copyOf(diff);
        }
    }

    /** @return whether the cluster is (or would be) different */
    public boolean changed() {
        return changes.stream().anyMatch(change -> change.action() != Action.UNCHANGED);
    }

    /** The changes for people: a line for each object, its differences indented below it. */
    public List<String> lines() {
        return changes.stream().flatMap(ApplyResult::lines).toList();
    }

    private static Stream<String> lines(Change change) {
        String head = change.object() + " " + change.action().name().toLowerCase(Locale.ROOT);
        return Stream.concat(Stream.of(head), change.diff().stream().map(line -> "  " + line));
    }
}
