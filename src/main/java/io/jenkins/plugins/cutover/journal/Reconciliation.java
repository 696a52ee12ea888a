package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.Rollback;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes one record of what the cluster has and of what was done on this machine without it. A way back outranks whatever
 * others moved forward meanwhile, and what others brought back stands; what either side said stays.
 */
final class Reconciliation {
    private Reconciliation() {}

    /**
     * @param there the cluster's
     * @param said every event that the cluster knows
     * @param ours of the same cutover
     * @return empty when the cluster has all of ours
     */
    static Optional<CutoverRecord> of(CutoverRecord there, List<Event> said, CutoverRecord ours) {
        List<Event> missing = missing(said, ours);
        boolean wins = outranks(ours, there);
        CutoverRecord base = wins ? ours.asOf(there.revision()) : there;
        Rollback rollback = earliest(base.rollback(), wins ? there.rollback() : ours.rollback());
        if (!wins && missing.isEmpty() && Objects.equals(rollback, there.rollback())) {
            return Optional.empty();
        }
        List<Event> all = new ArrayList<>(there.history());
        all.addAll(missing);
        all.sort(Comparator.comparing(Event::at));
        // Earlier pages are the cluster's, so its count of them holds.
        return Optional.of(base.with(d -> d.rollback(rollback)).withHistory(there.eventsBefore(), all));
    }

    private static boolean outranks(CutoverRecord ours, CutoverRecord there) {
        boolean done = ours.state() == CutoverState.ROLLED_BACK;
        return !LocalCopies.ended(there)
                && (done || ours.state().returning() && !there.state().returning());
    }

    private static List<Event> missing(List<Event> said, CutoverRecord ours) {
        Set<Event> known = new HashSet<>(said);
        return ours.history().stream().filter(known::add).toList();
    }

    /** Traffic that was back stays so in the record, whoever saw it first. */
    private static Rollback earliest(Rollback base, Rollback other) {
        if (base == null || other == null) {
            return base;
        }
        Instant back = min(base.trafficBackAt(), other.trafficBackAt());
        return new Rollback(
                base.reason(),
                base.from(),
                base.eksFailing(),
                base.target(),
                min(base.decidedAt(), other.decidedAt()),
                back,
                base.finishedAt());
    }

    private static Instant min(Instant a, Instant b) {
        return Stream.of(a == null ? Instant.MAX : a, b == null ? Instant.MAX : b)
                .min(Comparator.naturalOrder())
                .filter(i -> !i.equals(Instant.MAX))
                .orElse(null);
    }
}
