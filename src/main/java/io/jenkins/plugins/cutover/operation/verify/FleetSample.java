package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.RingReading;
import java.time.Duration;
import java.time.Instant;

/**
 * What one poll read from HAProxy.
 *
 * @param record as of this poll: changes to the fleet are in it, the evidence is not
 * @param cursor the position of the last poll
 * @param fleet every instance's answer
 * @param latencies response times since the cursor
 * @param incomplete whether an instance did not answer
 * @param differs why the fleet is not known to be at its share; empty when it is
 * @param behind seconds that this process's clock is behind that of the process whose evidence it goes on with
 * @param startedAt before the first instance was asked
 * @param readAt after the last answer
 */
record FleetSample(
        CutoverRecord record,
        ObservationCursor cursor,
        FleetReading fleet,
        RingReading latencies,
        boolean incomplete,
        String differs,
        double behind,
        Instant startedAt,
        Instant readAt) {

    FleetSample with(ObservationCursor changed) {
        return new FleetSample(record, changed, fleet, latencies, incomplete, differs, behind, startedAt, readAt);
    }

    CounterSnapshot counters() {
        return fleet.counters().continuing(cursor.counters());
    }

    /** Seconds on the judge's clock, which starts when the cutover is opened. */
    double seconds() {
        return behind + JudgeSettingsMapper.seconds(Duration.between(record.openedAt(), readAt));
    }
}
