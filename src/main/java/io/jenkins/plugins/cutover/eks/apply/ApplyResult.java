package io.jenkins.plugins.cutover.eks.apply;

import java.io.Serializable;
import java.util.List;

/**
 * What an apply did, or would do.
 *
 * @param dryRun nothing was stored
 * @param namespace where
 * @param deployment the Deployment's or StatefulSet's name
 * @param generation its generation afterwards; a rollout speaks of it once the controller observed it
 * @param changes one for each manifest, in order
 */
public record ApplyResult(boolean dryRun, String namespace, String deployment, long generation, List<Change> changes)
        implements Serializable {
    public ApplyResult {
        changes = List.copyOf(changes);
    }

    /** What became of one object. */
    public enum Action {
        CREATED,
        CHANGED,
        UNCHANGED
    }

    /**
     * @param object {@code Kind/name}
     * @param diff the server's own difference, a line a field: {@code ~ spec.replicas: 2 -> 3}, {@code + path: value},
     *     {@code - path: value}; what a Secret holds is never shown
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

    /** The changes for a person to read: a line for each object, its differences indented under it. */
    public List<String> lines() {
        return changes.stream().flatMap(ApplyResult::lines).toList();
    }

    private static java.util.stream.Stream<String> lines(Change change) {
        String head = change.object() + " " + change.action().name().toLowerCase(java.util.Locale.ROOT);
        return java.util.stream.Stream.concat(
                java.util.stream.Stream.of(head), change.diff().stream().map(line -> "  " + line));
    }
}
