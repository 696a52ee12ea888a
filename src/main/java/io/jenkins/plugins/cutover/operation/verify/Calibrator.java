package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Baseline;
import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.reconcile.PollPace;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.Counters;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Measures Mesos while it serves alone, during the roll-out and never longer. A poll is one bounded round; a fleet that
 * answers slowly is polled less often. Errors are ignored and delay nothing.
 *
 * <p>The record is written once per block: a crash loses the noise of one block, and no request count.
 */
public final class Calibrator {
    private final RecordSession session;
    private PollPace pace;
    private Seen seen;

    public Calibrator(RecordSession session) {
        this.session = session;
    }

    /**
     * The measurements so far, as the record keeps them.
     *
     * @param counters of the last poll
     * @param at when that was
     * @param mesos the result of all polls
     */
    record Seen(CounterSnapshot counters, Instant at, Baseline mesos) {
        /** Before the first poll it has the counters from when the record was opened; empty when there are none. */
        static Optional<Seen> of(CutoverRecord record) {
            CutoverRecord.Before before = record.before();
            if (before == null) {
                return Optional.empty();
            }
            if (before.calibration() != null) {
                return Optional.of(Json.value(before.calibration(), Seen.class));
            }
            return before.counters() == null || before.counters().isNull()
                    ? Optional.empty()
                    : Optional.of(new Seen(
                            Json.value(before.counters(), CounterSnapshot.class), record.openedAt(), Baseline.NONE));
        }

        Seen with(CounterSnapshot reading, Instant when, JudgeSettings settings) {
            CounterSnapshot now = reading.continuing(counters);
            CounterSnapshot.Delta delta = now.since(counters);
            Counters all = delta.mesos();
            Optional<Pair> halves = now.halvesSince(counters)
                    .map(h -> new Pair(ObservationCursor.counts(h.one()), ObservationCursor.counts(h.other())));
            double seconds = Math.max(0, JudgeSettingsMapper.seconds(Duration.between(at, when)));
            Counts counts = ObservationCursor.lost(all, delta.mesosAborts());
            return new Seen(now, when, mesos.observe(seconds, counts, halves, settings));
        }
    }

    /** Polls if it is due and Mesos serves alone. */
    public void poll(String service) {
        try {
            session.find(service).filter(Calibrator::mesosAlone).ifPresent(this::poll);
        } catch (CutoverException e) {
            // Another writer was first, or the fleet or the journal does not answer: the operation reports that.
            seen = null;
        }
    }

    private static boolean mesosAlone(CutoverRecord record) {
        return record.state().open()
                && !record.state().returning()
                && record.shift() == null
                && record.desired() != null
                && record.share().equals(Share.NONE);
    }

    private void poll(CutoverRecord record) {
        Instant began = session.now();
        pace = pace == null ? new PollPace(record.spec().verify().poll()) : pace;
        if (pace.overdue(began).isNegative()) {
            return;
        }
        FleetReading fleet = session.router(record.spec().haproxy()).read();
        pace.looked(began, session.now());
        Optional<Seen> before = seen == null ? Seen.of(record) : Optional.of(seen);
        before.ifPresent(known -> add(record, known, fleet.counters()));
    }

    private void add(CutoverRecord record, Seen known, CounterSnapshot counters) {
        seen = known.with(counters, session.now(), JudgeSettingsMapper.of(record.spec()));
        if (seen.mesos().mesos().blocks() > known.mesos().mesos().blocks()) {
            session.write(record.with(d -> d.before(record.before().calibrated(Json.tree(seen)))));
        }
    }
}
