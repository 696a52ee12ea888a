package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.Rollback;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Reported;
import io.jenkins.plugins.cutover.model.Retirement;
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
 * Merges the cluster's record and the one that was written on this machine while the cluster was away. A rollback
 * outranks any step forward that others made meanwhile, and a cutover that others finished stays finished. The merged
 * record has the events of both.
 */
final class Reconciliation {
    private final CutoverRecord there;
    private final CutoverRecord ours;
    private final boolean oursWins;

    private Reconciliation(CutoverRecord there, CutoverRecord ours) {
        this.there = there;
        this.ours = ours;
        this.oursWins = outranks(ours, there);
    }

    /**
     * @param there the cluster's
     * @param known every event that the cluster has
     * @param ours of the same cutover
     * @return empty when the cluster has all of ours
     */
    static Optional<CutoverRecord> of(CutoverRecord there, List<Event> known, CutoverRecord ours) {
        return new Reconciliation(there, ours).merged(missing(known, ours));
    }

    private Optional<CutoverRecord> merged(List<Event> missing) {
        CutoverRecord base = oursWins ? ours.asOf(there.revision()) : there;
        CutoverRecord other = oursWins ? there : ours;
        Rollback rollback = earliest(base.rollback(), other.rollback());
        if (!oursWins && missing.isEmpty() && Objects.equals(rollback, there.rollback())) {
            return Optional.empty();
        }
        // Earlier pages are the cluster's, so its count of them holds.
        return Optional.of(base.with(d -> d.rollback(rollback)
                        .retirement(furthest(base.retirement(), other.retirement()))
                        .reported(said -> reported(said, other)))
                .withHistory(there.eventsBefore(), inOrder(there, missing)));
    }

    private static List<Event> inOrder(CutoverRecord there, List<Event> missing) {
        List<Event> all = new ArrayList<>(there.history());
        all.addAll(missing);
        all.sort(Comparator.comparing(Event::at));
        return all;
    }

    private static List<Event> missing(List<Event> known, CutoverRecord ours) {
        Set<Event> all = new HashSet<>(known);
        return ours.history().stream().filter(all::add).toList();
    }

    private static boolean outranks(CutoverRecord ours, CutoverRecord there) {
        boolean done = ours.state() == CutoverState.ROLLED_BACK;
        return !LocalCopies.ended(there)
                && (done || ours.state().returning() && !there.state().returning());
    }

    /** That a cutover has no owner was reported of one owner: a later one is not affected. */
    private Reported reported(Reported base, CutoverRecord other) {
        Reported merged = base.withVerdictsOf(other.reported()).withoutNotice(Reported.COPY);
        if (!there.owner().equals(ours.owner())) {
            return merged;
        }
        Instant abandoned = min(base.abandonedAt(), other.reported().abandonedAt());
        Instant leftOpen = min(base.leftOpenAt(), other.reported().leftOpenAt());
        return merged.withAbandoned(abandoned).withLeftOpen(leftOpen);
    }

    /** A decision to give Mesos up holds, regardless of its author: Marathon may have received the request. */
    private static Retirement furthest(Retirement base, Retirement other) {
        if (base == null || other == null) {
            return base == null ? other : base;
        }
        Retirement decided = base.decidedAt() != null ? base : other;
        return new Retirement(
                base.completedAt(),
                min(base.drainStartedAt(), other.drainStartedAt()),
                decided.decidedAt(),
                decided.approver());
    }

    /** Traffic that was back stays so in the record, whichever of the two saw it first. */
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
                base.finishedAt(),
                base.instances(),
                base.drain());
    }

    private static Instant min(Instant a, Instant b) {
        return Stream.of(Optional.ofNullable(a), Optional.ofNullable(b))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
