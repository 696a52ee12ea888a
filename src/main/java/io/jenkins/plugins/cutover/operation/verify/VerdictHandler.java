package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Judgement;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Retirement;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.model.VerifyChoices;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.handover.HandoverCheck;
import io.jenkins.plugins.cutover.operation.reconcile.TrafficRollback;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Carries out what a poll decided: writes the record, and on a rollback sends the traffic to Mesos within the tick. */
final class VerdictHandler {
    private final RecordSession session;
    private final TrafficRollback trafficRollback;
    private final Asking asking;

    VerdictHandler(RecordSession session, VerifyChoices choices) {
        this.asking = new Asking(session, choices);
        this.session = session;
        this.trafficRollback = new TrafficRollback(session);
    }

    /** @param record with the evidence behind the decision, not stored yet */
    Tick carryOut(CutoverRecord record, NextStep next) {
        if (next instanceof NextStep.RollBack rollBack) {
            return rollBack(record, rollBack);
        }
        if (next instanceof NextStep.Pass pass) {
            return pass(record, pass);
        }
        if (next instanceof NextStep.Extend extend) {
            return extend(record, extend);
        }
        if (next instanceof NextStep.Ask ask) {
            return asking.begin(record, ask);
        }
        if (next instanceof NextStep.Forward forward) {
            return asking.end(record, forward);
        }
        NextStep.Continue poll = (NextStep.Continue) next;
        session.write(record);
        return new Tick.Again(poll.after(), poll.status());
    }

    private Tick extend(CutoverRecord record, NextStep.Extend extend) {
        session.write(record.with(d -> d.verify(record.verify().withExtension())
                .event(session.event("extended", extend.reason() + "; held as long again"))));
        return new Tick.Again(extend.after(), record.service() + " " + record.share() + ": held, " + extend.reason());
    }

    private Tick pass(CutoverRecord record, NextStep.Pass pass) {
        boolean complete = pass.verdict() == Verdict.HEALTHY && record.share().equals(Share.ALL);
        CutoverRecord done = session.write(record.with(d -> d.verify(
                        record.verify().withVerdict(pass.verdict(), pass.sentence()))
                .state(complete ? CutoverState.COMPLETED : record.state())
                .retirement(complete ? completed(record) : record.retirement())
                .reported(said -> said.withVerdict(pass.verdict()))
                .event(session.event("verdict", record.share() + ": " + pass.sentence(), numbers(record, pass)))));
        if (complete) {
            session.unlock(done);
        }
        Map<String, Object> result = result(done);
        result.put("ask", pass.ask());
        return new Tick.Done(result);
    }

    private Retirement completed(CutoverRecord record) {
        return record.retirement() == null
                ? Retirement.completed(session.now())
                : record.retirement().withCompleted(session.now());
    }

    /** The intention is written before the first instance changes. */
    private Tick rollBack(CutoverRecord record, NextStep.RollBack rollBack) {
        String sentence = rollBack.sentence();
        Verdict verdict = rollBack.verdict();
        CutoverRecord judged = record.with(d -> d.verify(record.verify().withVerdict(verdict, sentence))
                .reported(said -> said.withVerdict(verdict))
                .event(session.event(
                        "verdict",
                        record.share() + ": " + sentence,
                        Map.of("share", record.share().percent(), "verdict", verdict.name()))));
        TrafficRollback.Result back = trafficRollback.start(judged, sentence, rollBack.eksFailing());
        return new Tick.Failed(sentence + "; " + back.text(), resultOfRollback(back.record()));
    }

    private Map<String, Object> resultOfRollback(CutoverRecord back) {
        Map<String, Object> result = result(back);
        Instant at = back.rollback().trafficBackAt();
        if (at != null) {
            Duration took = Duration.between(back.rollback().decidedAt(), at);
            result.put("verdictToMesosMs", Math.max(0, took.toMillis()));
        }
        return result;
    }

    private static Map<String, Object> numbers(CutoverRecord record, NextStep.Pass pass) {
        Judgement found = pass.judgement();
        Map<String, Object> numbers = new TreeMap<>();
        numbers.put("verdict", pass.verdict().name());
        numbers.put("share", record.share().percent());
        numbers.put("evidenceOfHarm", found.evidence().harm());
        numbers.put("eksRequests", found.traffic().canary().requests());
        numbers.put("eksErrors", found.traffic().canary().errors());
        numbers.put("mesosRequests", found.traffic().baseline().requests());
        numbers.put("mesosErrors", found.traffic().baseline().errors());
        return numbers;
    }

    private Map<String, Object> result(CutoverRecord record) {
        CutoverRecord.Verify v = record.verify();
        double seconds = JudgeSettingsMapper.seconds(Duration.between(v.startedAt(), session.now()));
        Map<String, Object> result = new TreeMap<>();
        result.put("service", record.service());
        result.put("percent", v.share().percent());
        result.put("verdict", v.verdict().name());
        result.put("evidence", v.sentence());
        result.put("warning", HandoverCheck.warning(record).orElse(""));
        result.put("seconds", Math.round(seconds * 10) / 10.0);
        return result;
    }
}
