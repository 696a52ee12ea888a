package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.model.AskState;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.VerifyChoices;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import java.util.Map;

/**
 * Moves traffic so that a suspicion can be settled: to a share at which both sides show quickly what they do, and forward
 * again. The decision and the evidence that begins anew are stored in one write before the fleet is changed, so another
 * process finds either all of it or nothing. An instance that does not confirm is brought to the share like any that
 * differs from it; what is judged are the requests that each side really got.
 */
final class Asking {
    private final RecordSession session;
    private final PhaseStart start;

    Asking(RecordSession session, VerifyChoices choices) {
        this.session = session;
        this.start = new PhaseStart(session, choices);
    }

    /** @param record with the evidence behind the suspicion, not stored yet */
    Tick begin(CutoverRecord record, NextStep.Ask ask) {
        String reason = ask.reason();
        Share from = record.share();
        Share to = record.spec().verify().ask().share();
        AskState known =
                ask.returned() ? record.asks().returned() : record.asks().settled();
        AskState begun = known.begun(from, reason, session.now());
        String text =
                "suspicion at " + from + ": " + reason + "; EKS has " + to + " until both sides are compared, ask "
                        + begun.times() + " of " + record.spec().verify().ask().times();
        CutoverRecord asked = session.write(start.again(record, to).with(d -> d.ask(begun)
                .desired(record.desired().withShare(to))
                .event(session.event(
                        "ask", text, Map.of("share", from.percent(), "at", to.percent(), "ask", begun.times())))));
        return applied(asked, "compares both sides, " + reason);
    }

    Tick end(CutoverRecord record, NextStep.Forward forward) {
        String result = forward.result();
        Share from = record.phaseShare();
        CutoverRecord ended = session.write(
                start.again(record, from).with(d -> d.ask(record.asks().ended(session.now(), forward.failing()))
                        .desired(record.desired().withShare(from))
                        .event(session.event(
                                "ask", "EKS has " + from + " again: " + result, Map.of("share", from.percent())))));
        return applied(ended, "has its share again: " + result);
    }

    private Tick applied(CutoverRecord record, String status) {
        FleetOutcome outcome = session.apply(record);
        CutoverRecord now = session.read(record.service());
        session.writeChange(now, now.with(d -> d.confirmed(session.confirmations(now, record.desired(), outcome))));
        return Tick.Again.now(record.service() + " " + record.share() + ": " + status);
    }
}
