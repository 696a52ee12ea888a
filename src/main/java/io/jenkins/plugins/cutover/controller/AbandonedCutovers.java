package io.jenkins.plugins.cutover.controller;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Owner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Watches cutovers between their steps. It renews the lease of the environment while the build lives, which may
 * wait for a person for hours, and finds cutovers whose owner is gone. It records that, and rolls the service back if
 * no other owner continues within the grace time.
 *
 * @param graces how long a cutover of an environment may be without an owner; empty for without limit
 * @param guard called each time for each service; must not start twice, and not for what needs no guard
 * @param rollBack called each time for each abandoned cutover, with the reason; must not start twice
 */
record AbandonedCutovers(
        Journal journal,
        Locks locks,
        Clock clock,
        Function<Owner, BuildStatus> statuses,
        Function<String, Optional<Duration>> graces,
        Consumer<CutoverRecord> guard,
        BiConsumer<CutoverRecord, String> rollBack) {
    private static final System.Logger LOG = System.getLogger(AbandonedCutovers.class.getName());
    private static final Duration LEFT_ALONE = Duration.ofMinutes(1);

    void look() {
        journal.all().forEach(this::guarded);
    }

    /** A failure with one service must not keep the others from being watched. */
    private void guarded(CutoverRecord record) {
        try {
            if (record.state().open()) {
                look(record);
            } else {
                guard.accept(record);
            }
        } catch (StaleRecordException moving) {
            LOG.log(System.Logger.Level.DEBUG, moving.getMessage());
        } catch (CutoverException e) {
            LOG.log(System.Logger.Level.WARNING, "{0}: not watched: {1}", record.service(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, record.service() + ": not watched", e);
        }
    }

    private void look(CutoverRecord record) {
        BuildStatus buildStatus = statuses.apply(record.owner());
        if (buildStatus == BuildStatus.ALIVE) {
            renew(record);
            watch(record);
        } else if (buildStatus == BuildStatus.DEAD) {
            guard.accept(record);
            abandoned(record, record.owner() + " ended while the cutover was open");
        } else if (buildStatus == BuildStatus.LEFT && record.state().returning()) {
            rollBack.accept(record, record.owner() + " ended during the rollback to Mesos");
        } else if (buildStatus == BuildStatus.LEFT) {
            leftOpen(record);
            guard.accept(record);
        } else if (buildStatus == BuildStatus.FOREIGN) {
            guard.accept(record);
            if (lapsed(record)) {
                abandoned(record, record.owner() + " runs elsewhere and no longer renews its lease");
            }
        }
    }

    /** A rollback without a write for a while: what decided it, such as its guard, ended with a controller. */
    private void watch(CutoverRecord record) {
        Duration quiet = Duration.between(record.updatedAt(), clock.instant()).abs();
        if (!record.state().returning()) {
            guard.accept(record);
        } else if (record.rollback() != null && quiet.compareTo(LEFT_ALONE) > 0) {
            rollBack.accept(record, record.rollback().reason());
        }
    }

    /** Never takes a lease of another owner. One that does not exist, because it was deleted by hand, is taken again. */
    private void renew(CutoverRecord record) {
        try {
            Optional<Locks.Holder> holder = locks.holder(record.spec().environment());
            boolean ours =
                    holder.filter(h -> h.is(record.owner(), record.service())).isPresent();
            if (ours || (holder.isEmpty() && stillOpen(record))) {
                locks.take(record.spec().environment(), record.service(), record.owner());
            }
        } catch (CutoverException e) { // the other cutovers are watched all the same
            LOG.log(System.Logger.Level.WARNING, "{0}: its lock is not renewed: {1}", record.service(), e.getMessage());
        }
    }

    /** A cutover that ended since it was read has released its lease. */
    private boolean stillOpen(CutoverRecord record) {
        return journal.find(record.service())
                .filter(now -> now.state().open() && now.openedAt().equals(record.openedAt()))
                .isPresent();
    }

    /** For a build of another controller and for a command line, only the lease shows whether it lives. */
    private boolean lapsed(CutoverRecord record) {
        String environment = record.spec().environment();
        boolean others = locks.holder(environment)
                .filter(h -> !h.is(record.owner(), record.service()))
                .isPresent();
        return !others && locks.lapsed(environment);
    }

    /** The build succeeded, so nothing is wrong. But the page of the service must show that no build moves it. */
    private void leftOpen(CutoverRecord record) {
        if (record.reported().leftOpenAt() == null) {
            String text = record.owner() + " ended and left the cutover open, with " + record.share()
                    + " on EKS; it is watched until another build continues it or rolls it back";
            Instant now = clock.instant();
            journal.save(record.with(
                    d -> d.reported(said -> said.withLeftOpen(now)).event(Event.of(now, "left-open", text))));
        }
    }

    private void abandoned(CutoverRecord record, String reason) {
        if (record.state().returning()) {
            rollBack.accept(record, reason);
            return;
        }
        Optional<Duration> grace = graces.apply(record.spec().environment());
        Instant since = record.reported().abandonedAt();
        if (since == null) {
            report(record, reason, grace);
            since = clock.instant();
        }
        Instant due = since.plus(grace.orElse(Duration.ofDays(36_500)));
        if (!clock.instant().isBefore(due)) {
            rollBack.accept(record, reason);
        }
    }

    private void report(CutoverRecord record, String reason, Optional<Duration> grace) {
        String text = reason + "; "
                + grace.map(g -> "the service is rolled back to Mesos in " + Durations.text(g)
                                + " unless another build or person continues the cutover")
                        .orElse("it is not rolled back automatically");
        LOG.log(System.Logger.Level.WARNING, "{0}: {1}", record.service(), text);
        Instant now = clock.instant();
        journal.save(
                record.with(d -> d.reported(said -> said.withAbandoned(now)).event(Event.of(now, "abandoned", text))));
    }
}
