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
 * Looks after open cutovers between their steps: renews the environment's lease while their build lives (it may wait
 * for a person for hours), and finds those that nobody moves any more. It tells, in the record, and brings the service
 * back when nobody has gone on with it for a while.
 *
 * @param graces how long an environment's cutover may be without an owner; empty for as long as it likes
 * @param guard called at each look for each cutover that is well cared for, or was left for a next build; must not begin
 *     what it has already begun
 * @param bringBack called for each orphan at each look, with the reason; must not begin what it has already begun
 */
record AbandonedCutovers(
        Journal journal,
        Locks locks,
        Clock clock,
        Function<Owner, BuildStatus> fates,
        Function<String, Optional<Duration>> graces,
        Consumer<CutoverRecord> guard,
        BiConsumer<CutoverRecord, String> bringBack) {
    private static final System.Logger LOG = System.getLogger(AbandonedCutovers.class.getName());
    private static final Duration LEFT_ALONE = Duration.ofMinutes(1);
    private static final String ABANDONED = MirroredJournal.ABANDONED;
    private static final String LEFT_OPEN = MirroredJournal.LEFT_OPEN;
    /** What makes an earlier word of that void: somebody has moved the cutover since. */
    private static final Set<String> MOVED = Set.of("open", "taken-over");

    void look() {
        journal.all().forEach(this::guarded);
    }

    /** One service's trouble must not keep the others from being looked after, whatever it is. */
    private void guarded(CutoverRecord record) {
        try {
            if (record.state().open()) {
                look(record);
            }
        } catch (StaleRecordException moving) {
            LOG.log(System.Logger.Level.DEBUG, moving.getMessage());
        } catch (CutoverException e) {
            LOG.log(System.Logger.Level.WARNING, "{0}: not looked after: {1}", record.service(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, record.service() + ": not looked after", e);
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
            bringBack.accept(record, record.owner() + " ended on the way back to Mesos");
        } else if (buildStatus == BuildStatus.LEFT) {
            leftOpen(record);
            guard.accept(record);
        } else if (buildStatus == BuildStatus.FOREIGN && lapsed(record)) {
            abandoned(record, record.owner() + " gives no sign of life from elsewhere");
        }
    }

    /** A way back that nobody has moved for a while: whoever decided it, its guard for one, died with a controller. */
    private void cared(CutoverRecord record) {
        Duration quiet = Duration.between(record.updatedAt(), clock.instant()).abs();
        if (!record.state().returning()) {
            guard.accept(record);
        } else if (record.rollback() != null && quiet.compareTo(LEFT_ALONE) > 0) {
            bringBack.accept(record, record.rollback().reason());
        }
    }

    /** Never takes what somebody else holds; one that is gone, deleted by hand for one, is taken again. */
    private void renew(CutoverRecord record) {
        try {
            Optional<Locks.Holder> holder = locks.holder(record.spec().environment());
            boolean ours =
                    holder.filter(h -> h.is(record.owner(), record.service())).isPresent();
            if (ours || (holder.isEmpty() && stands(record))) {
                locks.take(record.spec().environment(), record.service(), record.owner());
            }
        } catch (CutoverException e) { // no reason to look after nothing
            LOG.log(System.Logger.Level.WARNING, "{0}: its lock is not renewed: {1}", record.service(), e.getMessage());
        }
    }

    /** A cutover that ended since it was read has given its lease up. */
    private boolean stands(CutoverRecord record) {
        return journal.find(record.service())
                .filter(now -> now.state().open() && now.openedAt().equals(record.openedAt()))
                .isPresent();
    }

    /** Another controller's build, or a command line: its lease is all that is known of it here. */
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
            bringBack.accept(record, reason);
            return;
        }
        Optional<Duration> grace = graces.apply(record.spec().environment());
        Optional<Instant> since = since(record, ABANDONED);
        if (since.isEmpty()) {
            tell(record, reason, grace);
        }
        Instant due = since.orElseGet(clock::instant).plus(grace.orElse(Duration.ofDays(36_500)));
        if (!clock.instant().isBefore(due)) {
            bringBack.accept(record, reason);
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
