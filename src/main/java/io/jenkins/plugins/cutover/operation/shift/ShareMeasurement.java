package io.jenkins.plugins.cutover.operation.shift;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.Measurement;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.MeasuredShare;
import io.jenkins.plugins.cutover.traffic.MeasuredShare.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether clients really get the split that the weights say, looked at before a shift is called done. Pure but for the
 * clock that it is told.
 */
final class ShareMeasurement {
    /** A healthy random draw looks off once in a thousand windows; three in a row are no chance. */
    private static final int WINDOWS = 3;

    private ShareMeasurement() {}

    /**
     * @param measurement as it stands now
     * @param status for people, while it goes on
     * @param wrong why the share is not what was asked for; empty when it is not known to be wrong
     */
    record Look(Measurement measurement, String status, String wrong) {
        boolean over() {
            return !measurement.text().isEmpty();
        }
    }

    static Measurement begin(FleetReading fleet, Instant now) {
        return new Measurement(now, Json.tree(fleet.counters()), 0, null, "");
    }

    /** @return what is not as it was confirmed, one line; empty when everything is */
    static String notAsDesired(FleetReading fleet, DesiredTraffic desired) {
        return Stream.concat(
                        fleet.unreachable().stream().map(i -> i.instance() + ": " + i.reason()),
                        fleet.drift(desired).entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()))
                .collect(Collectors.joining("; "));
    }

    /** @param spent since the share was confirmed */
    static Look look(CutoverRecord record, FleetReading fleet, Duration spent, Duration timeout) {
        Measurement m = record.shift().measurement();
        CounterSnapshot before = Json.value(m.counters(), CounterSnapshot.class);
        List<String> skipped = fleet.counters().since(before).skipped();
        if (skipped.stream().anyMatch(s -> !s.endsWith(CounterSnapshot.NO_ANSWER))) {
            // Another process counts from the beginning.
            return spent.compareTo(timeout) < 0
                    ? goOn(again(m, fleet, m.off()), "measured anew, " + skipped.get(0))
                    : new Look(
                            ended(m, null, "not measured in " + Durations.text(spent) + ": " + skipped.get(0)), "", "");
        }
        boolean drawn = record.spec().haproxy().split() != null;
        MeasuredShare seen = MeasuredShare.between(before, fleet, drawn);
        String where = skipped.isEmpty() ? "" : "; not on " + String.join(", ", skipped);
        return switch (seen.state()) {
            case AS_EXPECTED -> over(m, seen, seen.text() + where);
            case OFF -> off(m, seen, fleet, drawn);
            case NOT_ENOUGH_TRAFFIC ->
                spent.compareTo(timeout) < 0
                        ? goOn(m, seen.requests() + " of " + seen.needed() + " requests measured")
                        : over(m, seen, seen.text() + " in " + Durations.text(spent) + where);
        };
    }

    private static Look off(Measurement m, MeasuredShare seen, FleetReading fleet, boolean drawn) {
        if (m.off() + 1 < WINDOWS) {
            return goOn(again(m, fleet, m.off() + 1), seen.text() + ", measured again");
        }
        String kept = kept(fleet, drawn);
        return kept.isEmpty()
                ? new Look(m, "", seen.text() + " in " + WINDOWS + " measurements")
                : over(m, seen, seen.text() + "; " + kept);
    }

    /** What keeps requests on a side whatever its weight is, so that the split cannot be held against the shift. */
    private static String kept(FleetReading fleet, boolean drawn) {
        if (drawn) {
            return "testers choose their side and users are kept on theirs, so this is told only";
        }
        return fleet.reachable().stream().anyMatch(Reachable::persistent)
                ? "cookies keep users on their server, so this is told only"
                : "";
    }

    private static Look goOn(Measurement m, String status) {
        return new Look(m, status, "");
    }

    private static Look over(Measurement m, MeasuredShare seen, String text) {
        Double percent = seen.state() == State.NOT_ENOUGH_TRAFFIC ? null : Math.round(seen.fraction() * 1e4) / 1e2;
        return new Look(ended(m, percent, text), "", "");
    }

    private static Measurement ended(Measurement m, Double percent, String text) {
        return new Measurement(m.startedAt(), m.counters(), m.off(), percent, text);
    }

    private static Measurement again(Measurement m, FleetReading fleet, int off) {
        return new Measurement(m.startedAt(), Json.tree(fleet.counters()), off, null, "");
    }
}
