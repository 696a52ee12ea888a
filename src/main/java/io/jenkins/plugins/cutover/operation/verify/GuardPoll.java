package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Decision;
import io.jenkins.plugins.cutover.judge.Decision.Action;
import io.jenkins.plugins.cutover.judge.PhaseDecider;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.model.VerifyChoices;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Judges the share of EKS while no step does: at a gate, between two steps, after 100 %. It is the poll of a phase, and
 * the evidence of the phase before goes on, so that the false rollback probability holds for all of it together. Nothing
 * passes here: only harm and blindness have a consequence, the same as in a phase.
 *
 * <p>A share that leaves Mesos too little traffic to compare with is judged by {@link GrossFailure}, the checks and the
 * platforms: what disturbs both sides alike would else be blamed on EKS.
 */
public final class GuardPoll {
    private static final Duration USUAL = Duration.ofMillis(2500);

    /** Counters that cannot be read are waited for this long: at night an instance may restart while no one is there. */
    private static final Duration BLIND = Duration.ofSeconds(60);

    /** Requests to Mesos from which on the part that failed is known well enough: within .1. */
    private static final long ENOUGH = 100;

    private static final String WHERE = ", found while no step judged it";

    private final RecordSession session;
    private final PhaseStart start;
    private final TrafficPoll trafficPoll;
    private final PresentFleet fleet;
    private final GrossFailure gross = new GrossFailure();
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
        return v != null && (v.share().equals(record.share()) || ShiftWatch.watches(record));
    }

    private NextStep decide(Observation seen) {
        gross.add(seen.seconds(), seen.eks());
        if (!seen.checks().harm().isEmpty()) {
            return NextStep.RollBack.harmful(seen.checks().harm() + WHERE);
        }
        Decision decision = byTraffic(seen);
        boolean blind = decision.verdict() == Verdict.BLIND;
        blindSince = !blind ? null : blindSince == null ? seen.at() : blindSince;
        boolean held = blind && seen.since(blindSince) < BLIND.toSeconds();
        return decision.action() == Action.ROLL_BACK && !held
                ? new NextStep.RollBack(
                        decision.verdict(), decision.sentence() + WHERE, decision.verdict() == Verdict.HARMFUL)
                : new NextStep.Continue(after(seen), status(seen, decision));
    }

    private Decision byTraffic(Observation seen) {
        Decision decision = new PhaseDecider(
                        JudgeSettingsMapper.of(seen.record().spec()))
                .guarded(seen.judgement(), PhasePolicy.elapsed(seen, Duration.ZERO));
        boolean comparable = !seen.judgement().withoutBaseline();
        if (comparable || decision.verdict() == Verdict.BLIND) {
            return decision;
        }
        String found = gross.found(usual(seen.record().samples()));
        return found.isEmpty()
                ? new Decision(Action.WAIT, Verdict.INCONCLUSIVE, false, decision.sentence())
                : new Decision(Action.ROLL_BACK, Verdict.HARMFUL, false, "HARMFUL: " + found);
    }

    /** The part of the requests to Mesos that failed in this cutover; 0 when there were too few. */
    private static double usual(List<TrafficSample> samples) {
        long requests = samples.stream().mapToLong(TrafficSample::mesosRequests).sum();
        long errors = samples.stream().mapToLong(TrafficSample::mesosErrors).sum();
        return requests < ENOUGH ? 0 : (double) errors / requests;
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
