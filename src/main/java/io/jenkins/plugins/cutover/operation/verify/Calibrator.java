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
 * Learns from Mesos while it serves alone: the time that a roll-out takes anyway, never longer. A look is one bounded
 * round; a fleet that is slow to answer is asked less and less. What fails here is left out and delays nothing.
 *
 * <p>The record is written once a block, so a crash costs the noise of one block and none of the figures.
 */
public final class Calibrator {
    private final RecordSession session;
    private PollPace pace;
    private Seen seen;

    public Calibrator(RecordSession session) {
        this.session = session;
    }

    /**
     * What is known, as it stands in the record.
     *
     * @param counters of the last look
     * @param at when that was
     * @param mesos what all looks showed
     */
    record Seen(CounterSnapshot counters, Instant at, Baseline mesos) {
        /** Of a record that Mesos still serves alone; without looks of its own it has the counters of its opening. */
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

        Seen with(CounterSnapshot now, Instant when, JudgeSettings settings) {
            Counters all = now.since(counters).mesos();
            Optional<Pair> halves = now.halfSince(counters)
                    .map(half -> new Pair(ObservationCursor.counts(half), ObservationCursor.counts(all.minus(half))));
            double seconds = Math.max(0, JudgeSettingsMapper.seconds(Duration.between(at, when)));
            Counts counts = ObservationCursor.counts(all);
            return new Seen(now, when, mesos.observe(seconds, counts, halves, settings));
        }
    }

    /** Looks if it is time to, and nothing but Mesos serves. */
    public void look(String service) {
        try {
            session.find(service).filter(Calibrator::alone).ifPresent(this::look);
        } catch (CutoverException e) {
            // Another writer came first, or the fleet or the journal is away: whoever needs them will tell.
            seen = null;
        }
    }

    private static boolean alone(CutoverRecord record) {
        return record.state().open()
                && !record.state().returning()
                && record.shift() == null
                && record.desired() != null
                && record.share().equals(Share.NONE);
    }

    private void look(CutoverRecord record) {
        Instant began = session.now();
        pace = pace == null ? new PollPace(record.spec().verify().poll()) : pace;
        if (pace.overdue(began).isNegative()) {
            return;
        }
        FleetReading fleet = session.router(record.spec().haproxy()).read();
        pace.looked(began, session.now());
        Optional<Seen> before = seen == null ? Seen.of(record) : Optional.of(seen);
        before.ifPresent(known -> taken(record, known, fleet.counters()));
    }

    private void taken(CutoverRecord record, Seen known, CounterSnapshot counters) {
        seen = known.with(counters, session.now(), JudgeSettingsMapper.of(record.spec()));
        if (seen.mesos().mesos().blocks() > known.mesos().mesos().blocks()) {
            session.write(record.with(d -> d.before(record.before().calibrated(Json.tree(seen)))));
        }
    }
}
