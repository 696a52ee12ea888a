package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Decision;
import io.jenkins.plugins.cutover.judge.Judgement;
import io.jenkins.plugins.cutover.judge.Parameter;
import io.jenkins.plugins.cutover.judge.PhaseDecider;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.model.VerifyChoices;
import io.jenkins.plugins.cutover.model.VerifySpec;
import io.jenkins.plugins.cutover.model.VerifySpec.OnInconclusive;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.rollback.TrafficRollback;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What follows from a look at the traffic: go on, pass, hold, or send the traffic back within the same tick. */
final class VerdictHandler {
    /** Above this many requests a second the first seconds of a phase are looked at four times as often. */
    private static final long BUSY = 500;

    /** Evidence of harm at which the next look does not wait either. */
    private static final double LOOK_AGAIN = 3;

    private static final Duration EARLY = Duration.ofSeconds(30);
    private static final Duration EARLY_POLL = Duration.ofMillis(250);

    private final RecordSession session;
    private final TrafficRollback trafficRollback;
    private final String service;
    private final Duration bake;
    private final VerifyChoices choices;
    private final boolean harmOnly;

    /** @param harmOnly whether nothing but harm ends the watch */
    VerdictHandler(RecordSession session, String service, Duration bake, VerifyChoices choices, boolean harmOnly) {
        this.session = session;
        this.trafficRollback = new TrafficRollback(session);
        this.service = service;
        this.bake = bake;
        this.choices = choices;
        this.harmOnly = harmOnly;
    }

    /** @param record with what was seen, not stored yet */
    Tick of(CutoverRecord record, Judgement found, CounterSnapshot.Delta delta, Checks.Round checks) {
        if (!checks.harm().isEmpty()) {
            return goBack(record, Verdict.HARMFUL, "HARMFUL: " + checks.harm(), true);
        }
        if (harmOnly && !found.harmful()) {
            return goOn(session.write(record), service + ": watching", found, delta);
        }
        if (!checks.blind().isEmpty()) {
            return goBack(record, Verdict.BLIND, "BLIND: " + checks.blind(), false);
        }
        return byTraffic(record, found, delta, checks.awaited());
    }

    private Tick byTraffic(CutoverRecord record, Judgement found, CounterSnapshot.Delta delta, String awaited) {
        CutoverRecord.Verify v = record.verify();
        PhaseDecider.Elapsed elapsed = new PhaseDecider.Elapsed(
                since(v.startedAt()),
                JudgeSettingsMapper.seconds(bake),
                v.missedPolls(),
                since(v.lastEvidenceAt()),
                v.extended());
        Decision decision =
                new PhaseDecider(JudgeSettingsMapper.of(record.spec(), rules(record))).decide(found, elapsed, awaited);
        Verdict verdict = decision.verdict();
        return switch (decision.action()) {
            case PASS -> passes(record, found, delta);
            case GO_BACK ->
                verdict == Verdict.INCONCLUSIVE && !v.extended() && !suspicious(record, found)
                        ? late(record, decision, found, delta)
                        : goBack(record, verdict, decision.sentence(), verdict == Verdict.HARMFUL);
            case EXTEND -> late(record, decision, found, delta);
            case WAIT, HOLD -> goOn(session.write(record), status(record, found, awaited), found, delta);
        };
    }

    private Tick passes(CutoverRecord record, Judgement found, CounterSnapshot.Delta delta) {
        // A process that stood still since it looked knows nothing of now.
        Duration old = Duration.between(record.verify().lastEvidenceAt(), session.now());
        return old.compareTo(rules(record).blindAfter()) > 0
                ? goOn(
                        session.write(record),
                        service + " " + record.share() + ": looks again after a pause",
                        found,
                        delta)
                : pass(record, Verdict.HEALTHY, found.sentence(), found);
    }

    private boolean suspicious(CutoverRecord record, Judgement found) {
        return found.evidence().harm()
                >= JudgeSettingsMapper.of(record.spec(), rules(record)).get(Parameter.SUSPICION);
    }

    /** The time is over and nothing is proved: what happens now is the user's choice. */
    private Tick late(CutoverRecord record, Decision decision, Judgement found, CounterSnapshot.Delta delta) {
        OnInconclusive late = rules(record).onInconclusive();
        if (late == OnInconclusive.ASK || late == OnInconclusive.PROCEED) {
            return pass(record, Verdict.INCONCLUSIVE, decision.sentence(), found);
        }
        if (late == OnInconclusive.ROLLBACK) {
            return goBack(record, Verdict.INCONCLUSIVE, decision.sentence(), false);
        }
        CutoverRecord.Verify v = record.verify();
        CutoverRecord held = session.write(record.with(d -> d.verify(new CutoverRecord.Verify(
                        v.share(),
                        v.startedAt(),
                        v.judge(),
                        v.lookout(),
                        v.missedPolls(),
                        v.lastEvidenceAt(),
                        true,
                        null,
                        ""))
                .event(session.event("extended", decision.sentence() + "; held as long again"))));
        return goOn(held, service + " " + record.share() + ": held, " + decision.sentence(), found, delta);
    }

    /** The next look comes sooner where there is much to see, and when something looks bad. */
    private Tick goOn(CutoverRecord record, String status, Judgement found, CounterSnapshot.Delta delta) {
        Duration poll = record.spec().verify().poll();
        boolean busy = delta.eks().requests() + delta.mesos().requests() > BUSY * JudgeSettingsMapper.seconds(poll)
                && since(record.verify().startedAt()) < EARLY.toSeconds();
        boolean soon = busy || found.evidence().harm() > LOOK_AGAIN;
        return new Tick.Again(soon && poll.compareTo(EARLY_POLL) > 0 ? EARLY_POLL : poll, status);
    }

    private Tick pass(CutoverRecord record, Verdict verdict, String sentence, Judgement found) {
        boolean complete = verdict == Verdict.HEALTHY && record.share().equals(Share.ALL);
        CutoverRecord done = session.write(record.with(d -> d.verify(ended(record.verify(), verdict, sentence))
                .state(complete ? CutoverState.COMPLETED : record.state())
                .event(session.event("verdict", record.share() + ": " + sentence, numbers(record, verdict, found)))));
        if (complete) {
            session.unlock(done);
        }
        Map<String, Object> result = result(done);
        result.put("ask", verdict == Verdict.INCONCLUSIVE && rules(record).onInconclusive() == OnInconclusive.ASK);
        return new Tick.Done(result);
    }

    /** Written first, then done, then told. */
    Tick goBack(CutoverRecord record, Verdict verdict, String sentence, boolean eksFailing) {
        CutoverRecord told = record.with(d -> d.verify(ended(record.verify(), verdict, sentence))
                .event(session.event(
                        "verdict",
                        record.share() + ": " + sentence,
                        Map.of("share", record.share().percent(), "verdict", verdict.name()))));
        CutoverRecord decided = trafficRollback.decide(told, sentence, eksFailing, EksAfter.KEEP);
        CutoverRecord back = trafficRollback.traffic(decided);
        Map<String, Object> result = result(back);
        Instant at = back.rollback().trafficBackAt();
        if (at != null) {
            result.put(
                    "verdictToMesosMs",
                    Duration.between(back.rollback().decidedAt(), at).toMillis());
        }
        return new Tick.Failed(
                sentence + "; traffic is " + (TrafficRollback.trafficIsBack(back) ? "" : "only in part ")
                        + "back on Mesos",
                result);
    }

    private static CutoverRecord.Verify ended(CutoverRecord.Verify v, Verdict verdict, String sentence) {
        return new CutoverRecord.Verify(
                v.share(),
                v.startedAt(),
                v.judge(),
                v.lookout(),
                v.missedPolls(),
                v.lastEvidenceAt(),
                v.extended(),
                verdict,
                sentence);
    }

    private String status(CutoverRecord record, Judgement found, String awaited) {
        var eks = found.traffic().canary();
        double left = JudgeSettingsMapper.seconds(bake) - since(record.verify().startedAt());
        return service + " " + record.share() + ": " + eks.requests() + " EKS requests, " + eks.errors() + " errors, "
                + (left > 0
                        ? Durations.text(Duration.ofSeconds((long) Math.ceil(left))) + " to go"
                        : waitsFor(found, awaited));
    }

    private static String waitsFor(Judgement found, String awaited) {
        boolean proven = found.kind() == Judgement.Kind.NO_HARM_PROVEN;
        if (proven) {
            return "waits for " + (awaited.isEmpty() ? "Mesos's traffic" : awaited);
        }
        return found.enoughData() && !found.timed() ? "waits for answer times" : "waits for proof";
    }

    private Map<String, Object> numbers(CutoverRecord record, Verdict verdict, Judgement found) {
        Map<String, Object> numbers = new TreeMap<>();
        numbers.put("verdict", verdict.name());
        numbers.put("share", record.share().percent());
        numbers.put("verdict", verdict.name());
        numbers.put("evidenceOfHarm", found.evidence().harm());
        numbers.put("eksRequests", found.traffic().canary().requests());
        numbers.put("eksErrors", found.traffic().canary().errors());
        numbers.put("mesosRequests", found.traffic().baseline().requests());
        numbers.put("mesosErrors", found.traffic().baseline().errors());
        return numbers;
    }

    private Map<String, Object> result(CutoverRecord record) {
        CutoverRecord.Verify v = record.verify();
        Map<String, Object> result = new TreeMap<>();
        result.put("service", service);
        result.put("percent", v.share().percent());
        result.put("verdict", v.verdict().name());
        result.put("evidence", v.sentence());
        result.put("seconds", Math.round(since(v.startedAt()) * 10) / 10.0);
        return result;
    }

    VerifySpec rules(CutoverRecord record) {
        return record.spec().verify().with(choices);
    }

    private double since(Instant then) {
        return JudgeSettingsMapper.seconds(Duration.between(then, session.now()));
    }
}
