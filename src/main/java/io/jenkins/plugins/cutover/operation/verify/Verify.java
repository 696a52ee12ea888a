package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.VerifyChoices;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Judges the live traffic of a phase until EKS is shown to be no worse than Mesos, or to be worse. On harm the traffic
 * returns to Mesos in the tick that finds it, before anything is reported.
 */
public final class Verify implements Operation {
    /** Polls that may be late before the evidence of a shift is too old for its phase. */
    private static final int LATE_POLLS = 3;

    private final RecordSession session;
    private final String service;
    private final PhaseStart start;
    private final PhasePolicy policy;
    private final TrafficPoll trafficPoll;
    private final JournalLoss journalLoss;
    private final PresentFleet fleet;

    /** @param bake how long the phase takes at least; the rest as the service's spec says */
    public Verify(Context context, String service, Duration bake) {
        this(context, service, bake, VerifyChoices.NONE, () -> Companion.NONE);
    }

    /**
     * @param choices what this phase judges by instead of the spec's values
     * @param companion the present state of what runs beside the phase
     */
    public Verify(
            Context context, String service, Duration bake, VerifyChoices choices, Supplier<Companion> companion) {
        this.session = new RecordSession(context);
        this.service = service;
        this.start = new PhaseStart(session, choices);
        this.policy = new PhasePolicy(bake, choices);
        this.trafficPoll = new TrafficPoll(session, choices, companion);
        this.journalLoss = new JournalLoss(session, service);
        this.fleet = new PresentFleet(session);
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public Tick tick() {
        return journalLoss.tick(this::judged);
    }

    private Tick judged() {
        CutoverRecord found = session.forward(service);
        if (found.share().equals(Share.NONE)) {
            throw new CutoverException("EKS has no share of the traffic to judge; run shiftTraffic first");
        }
        CutoverRecord record = fleet.of(found);
        if (ShiftWatch.waitsForPhase(record)) {
            return takeOver(record);
        }
        if (underWay(record) && record.verify().startedAt().isAfter(session.now())) {
            // The clock was set back and another process began the phase: its time starts here.
            session.write(record.with(d -> d.verify(record.verify().withStart(session.now()))));
            return Tick.Again.now(watching(record));
        }
        return underWay(record) ? trafficPoll.poll(record, fleet.differs(), policy::decide) : begin(record);
    }

    private static boolean underWay(CutoverRecord record) {
        CutoverRecord.Verify v = record.verify();
        return v != null && v.share().equals(record.phaseShare()) && v.verdict() == null;
    }

    /**
     * The evidence of the shift counts for this phase; the phase's time starts now. After a pause the evidence starts
     * anew too, since no poll covers the time between.
     */
    private Tick takeOver(CutoverRecord record) {
        Duration pause = Duration.between(record.verify().lastEvidenceAt(), session.now());
        Duration late = record.spec().verify().poll().multipliedBy(LATE_POLLS);
        CutoverRecord taken = record.with(d -> d.shift(record.shift().handedOver()));
        if (pause.abs().compareTo(late) > 0 || PhaseStart.leavesNoControl(record.share())) {
            return begin(taken);
        }
        session.write(taken.with(
                d -> d.verify(record.verify().withStart(session.now())).event(phase(record))));
        return Tick.Again.now(watching(record));
    }

    private Tick begin(CutoverRecord record) {
        CutoverRecord begun = start.of(record, record.share());
        session.write(begun.with(d -> d.event(phase(record))));
        return new Tick.Again(record.spec().verify().poll(), watching(record));
    }

    private Event phase(CutoverRecord record) {
        return session.event(
                "phase",
                "judging EKS at " + record.share(),
                Map.of("share", record.share().percent()));
    }

    private String watching(CutoverRecord record) {
        return service + " " + record.share() + ": watching";
    }
}
