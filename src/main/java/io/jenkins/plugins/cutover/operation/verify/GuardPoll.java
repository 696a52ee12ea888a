package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Decision;
import io.jenkins.plugins.cutover.judge.Decision.Action;
import io.jenkins.plugins.cutover.judge.PhaseDecider;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.model.VerifyChoices;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import java.time.Duration;
import java.time.Instant;

/**
 * Judges the share of EKS while no step does: at a gate, between two steps, after 100 %. It is the poll of a phase, and
 * the evidence of the phase before goes on, so that the false rollback probability holds for all of it together. Nothing
 * passes here: only harm and blindness have a consequence, the same as in a phase.
 *
 * <p>At a share that leaves Mesos too little traffic to compare with, {@link ThinControl} asks the other side.
 */
public final class GuardPoll {
    private static final Duration USUAL = Duration.ofMillis(2500);

    /** Counters that cannot be read are waited for this long: at night an instance may restart while no one is there. */
    private static final Duration BLIND = Duration.ofSeconds(60);

    private static final String WHERE = ", found while no step judged it";

    private final RecordSession session;
    private final PhaseStart start;
    private final TrafficPoll trafficPoll;
    private final PresentFleet fleet;
    private final ThinControl thin = new ThinControl();
    private Instant blindSince;

    public GuardPoll(RecordSession session) {
        this.session = session;
        this.start = new PhaseStart(session, VerifyChoices.NONE);
        this.trafficPoll = new TrafficPoll(session, VerifyChoices.NONE, () -> Companion.NONE);
        this.fleet = new PresentFleet(session);
    }

    /**
     * Polls once. A share that was not judged yet begins to be.
     *
     * @param known as stored; EKS has a share
     * @return {@link Tick.Failed} once it has sent the traffic back to Mesos, otherwise {@link Tick.Again}
     */
    public Tick poll(CutoverRecord known) {
        CutoverRecord record = fleet.of(known);
        if (!judged(record)) {
            session.write(start.of(record, record.share()));
            return new Tick.Again(USUAL, record.service() + " " + record.share() + ": watching");
        }
        return trafficPoll.poll(record, this::decide);
    }

    /** Whether the poll goes on from evidence of this share. */
    private static boolean judged(CutoverRecord record) {
        CutoverRecord.Verify v = record.verify();
        return v != null && (v.share().equals(record.phaseShare()) || ShiftWatch.watches(record));
    }

    private NextStep decide(Observation seen) {
        if (!seen.checks().harm().isEmpty()) {
            return NextStep.RollBack.harmful(seen.checks().harm() + WHERE);
        }
        Decision decision = new PhaseDecider(
                        JudgeSettingsMapper.of(seen.record().spec()))
                .guarded(seen.judgement(), PhasePolicy.elapsed(seen, Duration.ZERO));
        boolean blind = decision.verdict() == Verdict.BLIND;
        blindSince = !blind ? null : blindSince == null ? seen.at() : blindSince;
        boolean held = blind && seen.since(blindSince) < BLIND.toSeconds();
        if (decision.action() == Action.ROLL_BACK && !held) {
            return new NextStep.RollBack(
                    decision.verdict(), decision.sentence() + WHERE, decision.verdict() == Verdict.HARMFUL);
        }
        return thin.decide(seen)
                .map(GuardPoll::found)
                .orElseGet(() -> new NextStep.Continue(after(seen), status(seen, decision)));
    }

    private static NextStep found(NextStep step) {
        return step instanceof NextStep.RollBack back
                ? new NextStep.RollBack(back.verdict(), back.sentence() + WHERE, back.eksFailing())
                : step;
    }

    /** Suspicion, and errors where only gross harm counts, bring the next poll forward. */
    private static Duration after(Observation seen) {
        Duration early = seen.pollAfter();
        boolean suspicious = early.compareTo(seen.record().spec().verify().poll()) < 0 || seen.failing();
        return suspicious ? early : USUAL;
    }

    private static String status(Observation seen, Decision decision) {
        String where = seen.record().service() + " " + seen.record().share() + ": ";
        return decision.action() != Action.WAIT ? where + decision.sentence() : where + "watched";
    }
}
