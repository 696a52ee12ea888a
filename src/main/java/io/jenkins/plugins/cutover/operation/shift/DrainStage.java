package io.jenkins.plugins.cutover.operation.shift;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.Drain;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.traffic.DrainOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import java.time.Duration;

/** The last stage of a shift: drains the side that has no traffic any more. */
final class DrainStage {
    private static final Duration POLL = Duration.ofMillis(500);

    private final RecordSession session;
    private final ShiftOptions options;

    DrainStage(RecordSession session, ShiftOptions options) {
        this.session = session;
        this.options = options;
    }

    Tick tick(CutoverRecord record) {
        if (options.drain() == null) {
            return end(record, record.shift(), "the drain is not wanted any more");
        }
        return record.shift().drain() == null
                ? begin(record)
                : drain(record, record.shift().drain());
    }

    private Tick begin(CutoverRecord record) {
        Side side = DrainPolicy.side(record);
        Drain begun = new Drain(session.now(), false, "");
        String intention = "waits " + Durations.text(options.drain()) + " at most for open requests on " + side
                + (options.cut() ? ", then closes the rest" : "");
        session.write(
                record.with(d -> d.shift(record.shift().drained(begun)).event(session.event("drain", intention))));
        return Tick.Again.now(record.service() + ": draining " + side);
    }

    private Tick drain(CutoverRecord record, Drain drain) {
        Side side = DrainPolicy.side(record);
        boolean cut = DrainPolicy.mayCut(drain, options, session.now());
        DrainOutcome drained = session.drain(record, side, cut);
        FleetReading fleet = session.router(record.spec().haproxy()).read();
        DrainOutcome outcome = DrainPolicy.withOldWorkers(drained, fleet, record, session.now());
        Drain now = DrainPolicy.next(drain, outcome, side, options, session.now());
        return now.text().isEmpty()
                ? new Tick.Again(POLL, record.service() + ": waits for " + DrainPolicy.waits(outcome, side))
                : end(record, record.shift().drained(now), now.text());
    }

    private Tick end(CutoverRecord record, CutoverRecord.Shift shift, String text) {
        return ShiftResult.end(session, record.with(d -> d.shift(shift).event(session.event("drained", text))));
    }
}
