package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.model.VerifyChoices;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import java.time.Instant;
import java.util.Optional;

/**
 * Judges the traffic while a shift changes it. Only harm has a consequence: all traffic returns to Mesos. The phase that
 * follows takes the evidence over.
 */
public final class ShiftWatch {
    private final RecordSession session;
    private final String service;
    private final PhaseStart start;
    private final TrafficPoll trafficPoll;
    /** Gross failure counts where Mesos has too little traffic left. Nothing is asked while the shift moves the share. */
    private final ThinControl thin = new ThinControl();

    public ShiftWatch(Context context, String service) {
        this.session = new RecordSession(context);
        this.service = service;
        this.start = new PhaseStart(session, VerifyChoices.NONE);
        this.trafficPoll = new TrafficPoll(session, VerifyChoices.NONE, () -> Companion.NONE);
    }

    /** Whether the watch of the current shift has begun. */
    public static boolean watches(CutoverRecord record) {
        CutoverRecord.Verify v = record.verify();
        return v != null
                && v.verdict() == null
                && record.shift() != null
                && v.share().equals(record.shift().to())
                && !v.startedAt().isBefore(record.shift().startedAt());
    }

    /** Whether the shift is done and its evidence waits for the phase that takes it over. */
    static boolean waitsForPhase(CutoverRecord record) {
        return watches(record)
                && record.share().equals(record.shift().to())
                && record.shift().endedAt() != null
                && !record.shift().judged();
    }

    /**
     * Begins the watch, or polls once.
     *
     * @return the end of the shift, when EKS does harm: its traffic is back on Mesos then
     */
    public Optional<Tick.Failed> poll() {
        CutoverRecord record = session.forward(service);
        if (!watches(record)) {
            session.write(begun(record));
            return Optional.empty();
        }
        return trafficPoll.poll(record, this::decide) instanceof Tick.Failed harm
                ? Optional.of(harm)
                : Optional.empty();
    }

    /** When the clock was set back since the shift began, the watch must not look like one of an earlier shift. */
    private CutoverRecord begun(CutoverRecord record) {
        CutoverRecord begun = start.ofShift(record, record.shift().to());
        Instant shifted = record.shift().startedAt();
        return begun.verify().startedAt().isBefore(shifted)
                ? begun.with(d -> d.verify(begun.verify().withStart(shifted)))
                : begun;
    }

    private NextStep decide(Observation seen) {
        if (!seen.checks().harm().isEmpty()) {
            return NextStep.RollBack.harmful(seen.checks().harm());
        }
        if (seen.judgement().harmful()) {
            return new NextStep.RollBack(Verdict.HARMFUL, seen.judgement().sentence(), true);
        }
        return thin.decide(seen)
                .filter(NextStep.RollBack.class::isInstance)
                .orElseGet(() -> new NextStep.Continue(seen.pollAfter(), service + ": watching"));
    }
}
