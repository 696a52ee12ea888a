package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Baseline;
import io.jenkins.plugins.cutover.judge.Judge;
import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.JudgeState;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.VerifyChoices;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.RingReading;
import io.jenkins.plugins.cutover.traffic.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Starts the judgement of a share. The first one starts with what the roll-out showed of Mesos; later ones keep the
 * evidence of harm so far.
 */
final class PhaseStart {
    /** For the judge. */
    private static final int UNKNOWN = 0;

    private static final Share ALONE = Share.ofPercent("98");

    private final RecordSession session;
    private final VerifyChoices choices;

    PhaseStart(RecordSession session, VerifyChoices choices) {
        this.session = session;
        this.choices = choices;
    }

    /** @return the record with the phase, not stored yet */
    CutoverRecord of(CutoverRecord record, Share share) {
        return of(record, share, share.basisPoints());
    }

    /**
     * For a shift. On its way to 100 % both sides have traffic for as long as the ramp lasts: what each of them really got
     * decides whether they can be compared.
     */
    CutoverRecord ofShift(CutoverRecord record, Share to) {
        return of(record, to, leavesNoControl(to) ? UNKNOWN : to.basisPoints());
    }

    /** Whether the judge takes EKS to be alone at this share. */
    static boolean leavesNoControl(Share share) {
        return share.compareTo(ALONE) >= 0;
    }

    private CutoverRecord of(CutoverRecord record, Share share, int expected) {
        Reading reading = read(record);
        if (record.verify() == null) {
            return first(record, share, expected, reading);
        }
        ObservationCursor seen = Json.value(record.verify().lookout(), ObservationCursor.class);
        Evidence evidence = begunAnew(record, expected, loweredAt(record, share, seen), reading);
        return started(record, share, evidence.state(), evidence.cursor());
    }

    /** The evidence of the phase under way, begun anew at another share. */
    CutoverRecord again(CutoverRecord record, Share share) {
        Double lowered = share.compareTo(record.share()) < 0 ? seconds(record) : null;
        Evidence evidence = begunAnew(record, share.basisPoints(), lowered, read(record));
        return record.with(
                d -> d.verify(record.verify().withEvidence(Json.tree(evidence.state()), Json.tree(evidence.cursor()))));
    }

    /** What is read of HAProxy at the beginning. */
    private record Reading(CounterSnapshot counters, Instant at, RingReading ring, JudgeSettings settings) {}

    private record Evidence(JudgeState state, ObservationCursor cursor) {}

    private Reading read(CutoverRecord record) {
        Router router = session.router(record.spec().haproxy());
        CounterSnapshot counters = router.read().counters();
        Instant at = session.now();
        RingReading ring = router.latencies(List.of());
        return new Reading(
                counters,
                at,
                ring,
                JudgeSettingsMapper.of(record.spec(), record.spec().verify().with(choices)));
    }

    private CutoverRecord first(CutoverRecord record, Share share, int expected, Reading reading) {
        JudgeSettings settings = reading.settings();
        Baseline mesos = Calibrator.Seen.of(record)
                .map(seen ->
                        seen.with(reading.counters(), reading.at(), settings).mesos())
                .orElse(Baseline.NONE);
        JudgeState state = new Judge(settings).start(seconds(record), expected, pods(record), mesos.figures());
        ObservationCursor cursor = ObservationCursor.first(
                reading.counters(), reading.ring(), mesos.noise().interrupted());
        return started(
                record.with(d -> d.event(session.event("calibration", mesos.sentence(settings)))),
                share,
                state,
                cursor);
    }

    /** @param lowered as {@link ObservationCursor#loweredAt} */
    private Evidence begunAnew(CutoverRecord record, int expected, Double lowered, Reading reading) {
        JudgeState before = Json.value(record.verify().judge(), JudgeState.class);
        ObservationCursor seen = Json.value(record.verify().lookout(), ObservationCursor.class);
        return new Evidence(
                new Judge(reading.settings()).phase(before, seconds(record), expected, pods(record)),
                seen.nextPhase(reading.counters(), reading.ring(), lowered, seconds(record)));
    }

    private CutoverRecord started(CutoverRecord record, Share share, JudgeState state, ObservationCursor cursor) {
        return record.with(
                d -> d.verify(CutoverRecord.Verify.begin(share, Json.tree(state), Json.tree(cursor), session.now())));
    }

    /** As {@link ObservationCursor#loweredAt}; the same share goes on as it was. */
    private Double loweredAt(CutoverRecord record, Share share, ObservationCursor seen) {
        int change = share.basisPoints() - record.verify().share().basisPoints();
        if (change == 0) {
            return seen.loweredAt();
        }
        return change < 0 ? seconds(record) : null;
    }

    private static int pods(CutoverRecord record) {
        return Math.max(1, record.desired().eks().size());
    }

    private double seconds(CutoverRecord record) {
        return JudgeSettingsMapper.seconds(Duration.between(record.openedAt(), session.now()));
    }
}
