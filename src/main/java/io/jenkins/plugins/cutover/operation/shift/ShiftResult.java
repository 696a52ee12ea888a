package io.jenkins.plugins.cutover.operation.shift;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.Measurement;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import java.util.Map;
import java.util.TreeMap;

/** What a shift that is done returns. */
final class ShiftResult {
    private ShiftResult() {}

    /** @param record with the event of the last stage, not stored yet */
    static Tick.Done end(RecordSession session, CutoverRecord record) {
        return of(session.write(record.with(d -> d.shift(record.shift().ended(session.now())))));
    }

    static Tick.Done of(CutoverRecord record) {
        CutoverRecord.Shift shift = record.shift();
        Map<String, Object> result = new TreeMap<>();
        result.put("service", record.service());
        result.put("from", shift.from().percent());
        result.put("to", shift.to().percent());
        result.put("achieved", record.share().percent());
        result.put("instances", record.confirmed().size());
        Measurement measured = shift.measurement();
        if (measured != null) {
            result.put("measured", measured.text());
        }
        if (measured != null && measured.percent() != null) {
            result.put("measuredPercent", measured.percent());
        }
        if (shift.drain() != null) {
            result.put("drained", shift.drain().complete());
            result.put("drain", shift.drain().text());
        }
        return new Tick.Done(result);
    }
}
