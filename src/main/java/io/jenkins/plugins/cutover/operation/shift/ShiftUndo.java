package io.jenkins.plugins.cutover.operation.shift;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;

/** Undoes a shift that one instance refused: the others return to the share they came from. */
final class ShiftUndo {
    private final RecordSession session;

    ShiftUndo(RecordSession session) {
        this.session = session;
    }

    /** Writes the intention; the next tick carries it out. */
    Tick begin(CutoverRecord record, String reason) {
        CutoverRecord.Shift s = record.shift();
        session.write(record.with(d -> d.desired(record.desired().withShare(s.from()))
                .shift(s.takenBack(reason))
                .event(session.event("undo", "taking the shift to " + s.to() + " back: " + reason))));
        return Tick.Again.now(record.service() + ": shifting to " + s.to() + ", at " + s.from());
    }

    /** One round over the fleet. The failure names the instances that did not answer; the next operation sets them. */
    Tick undo(CutoverRecord record) {
        CutoverRecord.Shift s = record.shift();
        FleetOutcome outcome = session.apply(record);
        String result = outcome.confirmed()
                ? "the fleet is back at " + s.from()
                : outcome.confirmations().size() + " of " + outcome.instances().size() + " instances are back at "
                        + s.from() + ", unknown: " + String.join("; ", outcome.problems());
        session.write(record.with(d -> d.confirmed(session.confirmations(record, record.desired(), outcome))
                .shift(s.ended(session.now()))
                .event(session.event("undone", result))));
        return new Tick.Failed(s.reason() + "; " + result);
    }
}
