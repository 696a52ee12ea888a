package io.jenkins.plugins.cutover.controller;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.journal.MirroredJournal;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Owner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Maintains open cutovers between their steps. While a cutover's build runs (it may wait for an approval for hours), its
 * environment's lease is renewed. A cutover whose owner is gone is reported in its record, and rolled back when nothing
 * has continued it within the grace period.
 *
 * @param graces how long an environment's cutover may be without an owner; empty for no limit
 * @param guard called at each check for each cutover that a build owns or has left for the next build; must be
 *     idempotent
 * @param rollBack called at each check for each abandoned cutover, with the reason; must be idempotent
 */
record AbandonedCutovers(
        Journal journal,
        Locks locks,
        Clock clock,
        Function<Owner, BuildStatus> fates,
        Function<String, Optional<Duration>> graces,
        Consumer<CutoverRecord> guard,
        BiConsumer<CutoverRecord, String> rollBack) {
    private static final System.Logger LOG = System.getLogger(AbandonedCutovers.class.getName());
    private static final Duration LEFT_ALONE = Duration.ofMinutes(1);
    private static final String ABANDONED = MirroredJournal.ABANDONED;
    private static final String LEFT_OPEN = MirroredJournal.LEFT_OPEN;
    /** Events that void an earlier report: something has moved the cutover since. */
    private static final Set<String> MOVED = Set.of("open", "taken-over");

    void look() {
        journal.all().forEach(this::guarded);
    }

    /** A failure for one service must not affect the others. */
    private void guarded(CutoverRecord record) {
        try {
            if (record.state().open()) {
                look(record);
            }
        } catch (StaleRecordException moving) {
            LOG.log(System.Logger.Level.DEBUG, moving.getMessage());
        } catch (CutoverException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: cannot check its cutover: {1}",
                    record.service(),
                    e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, record.service() + ": cannot check its cutover", e);
        }
    }

    private void look(CutoverRecord record) {
        BuildStatus buildStatus = fates.apply(record.owner());
        if (buildStatus == BuildStatus.ALIVE) {
            renew(record);
            cared(record);
        } else if (buildStatus == BuildStatus.DEAD) {
            abandoned(record, record.owner() + " ended while the cutover was open");
        } else if (buildStatus == BuildStatus.LEFT && record.state().returning()) {
            rollBack.accept(record, record.owner() + " ended during the rollback to Mesos");
        } else if (buildStatus == BuildStatus.LEFT) {
            leftOpen(record);
            guard.accept(record);
        } else if (buildStatus == BuildStatus.FOREIGN && lapsed(record)) {
            abandoned(record, record.owner() + " gives no sign of life from elsewhere");
        }
    }

    /** A rollback without progress: what decided it, for example the guard, ended with its controller. */
    private void cared(CutoverRecord record) {
        Duration quiet = Duration.between(record.updatedAt(), clock.instant()).abs();
        if (!record.state().returning()) {
            guard.accept(record);
        } else if (record.rollback() != null && quiet.compareTo(LEFT_ALONE) > 0) {
            rollBack.accept(record, record.rollback().reason());
        }
    }

    /** Never takes over the lease of another owner. A lease that is missing, for example deleted by hand, is taken again. */
    private void renew(CutoverRecord record) {
        try {
            Optional<Locks.Holder> holder = locks.holder(record.spec().environment());
            boolean ours =
                    holder.filter(h -> h.is(record.owner(), record.service())).isPresent();
            if (ours || (holder.isEmpty() && stillOpen(record))) {
                locks.take(record.spec().environment(), record.service(), record.owner());
            }
        } catch (CutoverException e) { // the remaining checks still apply
            LOG.log(System.Logger.Level.WARNING, "{0}: cannot renew its lease: {1}", record.service(), e.getMessage());
        }
    }

    /** A cutover that ended after it was read has released its lease. */
    private boolean stillOpen(CutoverRecord record) {
        return journal.find(record.service())
                .filter(now -> now.state().open() && now.openedAt().equals(record.openedAt()))
                .isPresent();
    }

    /** For another controller's build or a command line: only its lease is known here. */
    private boolean lapsed(CutoverRecord record) {
        String environment = record.spec().environment();
        boolean others = locks.holder(environment)
                .filter(h -> !h.is(record.owner(), record.service()))
                .isPresent();
        return !others && locks.lapsed(environment);
    }

    /** It ended well, so nothing is wrong; but who looks at the service must know that nobody is moving it. */
    private void leftOpen(CutoverRecord record) {
        if (since(record, LEFT_OPEN).isEmpty()) {
            String text = record.owner() + " ended and left the cutover open, with " + record.share()
                    + " on EKS; it is watched until a next build goes on or brings it back";
            journal.save(record.with(d -> d.event(Event.of(clock.instant(), LEFT_OPEN, text))));
        }
    }

    private void abandoned(CutoverRecord record, String reason) {
        if (record.state().returning()) {
            rollBack.accept(record, reason);
            return;
        }
        Optional<Duration> grace = graces.apply(record.spec().environment());
        Optional<Instant> since = since(record, ABANDONED);
        if (since.isEmpty()) {
            tell(record, reason, grace);
        }
        Instant due = since.orElseGet(clock::instant).plus(grace.orElse(Duration.ofDays(36_500)));
        if (!clock.instant().isBefore(due)) {
            rollBack.accept(record, reason);
        }
    }

    private void tell(CutoverRecord record, String reason, Optional<Duration> grace) {
        String text = reason + "; "
                + grace.map(g -> "the service is brought back to Mesos in " + Durations.text(g)
                                + " unless somebody goes on with it")
                        .orElse("nobody brings it back by itself");
        LOG.log(System.Logger.Level.WARNING, "{0}: {1}", record.service(), text);
        journal.save(record.with(d -> d.event(Event.of(clock.instant(), ABANDONED, text))));
    }

    /** When it was told that nobody moves this cutover, if nobody has moved it since. */
    private static Optional<Instant> since(CutoverRecord record, String kind) {
        List<Event> history = record.history();
        for (int i = history.size() - 1; i >= 0; i--) {
            Event event = history.get(i);
            if (MOVED.contains(event.kind())) {
                return Optional.empty();
            }
            if (event.kind().equals(kind)) {
                return Optional.of(event.at());
            }
        }
        return Optional.empty();
    }
}
