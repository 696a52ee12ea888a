package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.model.VerifyChoices;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.reconcile.TrafficRollback;
import java.time.Duration;
import java.time.Instant;

/**
 * Judges EKS while a rollback leaves it the traffic that Mesos cannot carry yet. Only harm has a consequence: all traffic
 * goes to Mesos in the same poll, whatever it can carry. The evidence of the phase before counts.
 */
public final class RollbackWatch {
    private final RecordSession session;
    private final TrafficRollback trafficRollback;
    private final PhaseStart start;
    private final TrafficPoll trafficPoll;
    private Instant polledAt;

    public RollbackWatch(RecordSession session, TrafficRollback trafficRollback) {
        this.session = session;
        this.trafficRollback = trafficRollback;
        this.start = new PhaseStart(session, VerifyChoices.NONE);
        this.trafficPoll = new TrafficPoll(session, VerifyChoices.NONE, () -> Companion.NONE, this::carryOut);
    }

    /**
     * Begins the watch, or polls once when a poll is due.
     *
     * @param record of a rollback, as stored; EKS has a share
     * @return the record as stored
     */
    public CutoverRecord poll(CutoverRecord record) {
        Instant now = session.now();
        Duration every = record.spec().verify().poll();
        if (polledAt != null && Duration.between(polledAt, now).abs().compareTo(every) < 0) {
            return record;
        }
        polledAt = now;
        if (!watches(record)) {
            return session.write(start.of(record, record.share()));
        }
        trafficPoll.poll(record, this::decide);
        return session.read(record.service());
    }

    /** A lower share, and a phase that has ended, need another beginning. */
    private static boolean watches(CutoverRecord record) {
        CutoverRecord.Verify v = record.verify();
        return v != null && v.verdict() == null && v.share().equals(record.share());
    }

    private NextStep decide(Observation seen) {
        if (!seen.checks().harm().isEmpty()) {
            return NextStep.RollBack.harmful(seen.checks().harm());
        }
        return seen.judgement().harmful()
                ? new NextStep.RollBack(Verdict.HARMFUL, seen.judgement().sentence(), true)
                : new NextStep.Continue(seen.pollAfter(), seen.record().service() + ": watching");
    }

    private Tick carryOut(CutoverRecord record, NextStep next) {
        if (next instanceof NextStep.RollBack harm) {
            trafficRollback.leave(
                    record.with(d -> d.verify(record.verify().withVerdict(Verdict.HARMFUL, harm.sentence()))
                            .reported(said -> said.withVerdict(Verdict.HARMFUL))),
                    harm.sentence());
            return new Tick.Failed(harm.sentence());
        }
        session.write(record);
        return Tick.Again.now(record.service() + ": watching");
    }
}
