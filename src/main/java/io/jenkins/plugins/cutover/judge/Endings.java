package io.jenkins.plugins.cutover.judge;

import io.jenkins.plugins.cutover.model.HarmKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How requests ended since the poll before.
 *
 * @param route the label of the requests; empty for all requests together
 * @param canary requests to EKS that ended
 * @param baseline requests to Mesos that ended
 * @param kinds by kind; one that did not occur need not be in it
 */
public record Endings(String route, long canary, long baseline, Map<HarmKind, Split> kinds) {
    public Endings {
        Objects.requireNonNull(route);
        kinds = kinds.isEmpty() ? Map.of() : new EnumMap<>(kinds);
    }

    /**
     * Requests of one kind.
     *
     * @param canary to EKS
     * @param baseline to Mesos
     */
    public record Split(long canary, long baseline) {
        static final Split NONE = new Split(0, 0);
    }

    /** The requests of both sides, with all that ended badly as errors. */
    public Pair bad() {
        long badCanary = kinds.values().stream().mapToLong(Split::canary).sum();
        long badBaseline = kinds.values().stream().mapToLong(Split::baseline).sum();
        return new Pair(
                Counts.failuresOutsideRequests(canary, badCanary),
                Counts.failuresOutsideRequests(baseline, badBaseline));
    }

    /** The same requests, without those of one kind. */
    Endings without(HarmKind kind) {
        if (!kinds.containsKey(kind)) {
            return this;
        }
        Map<HarmKind, Split> others = new EnumMap<>(kinds);
        others.remove(kind);
        return new Endings(route, canary, baseline, others);
    }

    /** The requests of both sides, with those of the kind as errors. */
    Pair of(HarmKind kind) {
        Split split = kinds.getOrDefault(kind, Split.NONE);
        return new Pair(
                Counts.failuresOutsideRequests(canary, split.canary()),
                Counts.failuresOutsideRequests(baseline, split.baseline()));
    }
}
