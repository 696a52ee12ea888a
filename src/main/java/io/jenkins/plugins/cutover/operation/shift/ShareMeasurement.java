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

/** Whether clients get the split that the weights give, measured before a shift is done. Pure. */
final class ShareMeasurement {
    /** By chance one window in a thousand shows another split; three in a row are not chance. */
    private static final int WINDOWS = 3;

    private ShareMeasurement() {}

    /**
     * @param status one line for people, while it is measured
     * @param wrong why the split is not what was asked for; empty unless that is proved
     */
    record Progress(Measurement measurement, String status, String wrong) {
        boolean complete() {
            return !measurement.text().isEmpty();
        }
    }

    static Measurement begin(FleetReading fleet, Instant now) {
        return new Measurement(now, Json.tree(fleet.counters()), 0, null, "");
    }

    /** @return which instances differ from what they confirmed, one line; empty when none does */
    static String notAsDesired(FleetReading fleet, DesiredTraffic desired) {
        return Stream.concat(
                        fleet.unreachable().stream().map(i -> i.instance() + ": " + i.reason()),
                        fleet.drift(desired).entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()))
                .collect(Collectors.joining("; "));
    }

    /** @param spent since the share was confirmed */
    static Progress of(CutoverRecord record, FleetReading fleet, Duration spent, Duration timeout) {
        Measurement m = record.shift().measurement();
        CounterSnapshot before = Json.value(m.counters(), CounterSnapshot.class);
        List<String> skipped = fleet.counters().since(before).skipped();
        if (skipped.stream().anyMatch(s -> !s.endsWith(CounterSnapshot.NO_ANSWER))) {
            // A new process counts from zero.
            return spent.compareTo(timeout) < 0
                    ? pending(again(m, fleet, m.off()), "measured anew, " + skipped.get(0))
                    : new Progress(
                            ended(m, null, "not measured in " + Durations.text(spent) + ": " + skipped.get(0)), "", "");
        }
        boolean drawn = record.spec().haproxy().split() != null;
        MeasuredShare seen = MeasuredShare.between(before, fleet);
        String where = skipped.isEmpty() ? "" : "; not on " + String.join(", ", skipped);
        return switch (seen.state()) {
            case AS_EXPECTED -> complete(m, seen, seen.text() + where);
            case OFF -> off(m, seen, fleet, drawn);
            case NOT_ENOUGH_TRAFFIC ->
                spent.compareTo(timeout) < 0
                        ? pending(m, seen.requests() + " of " + seen.needed() + " requests measured")
                        : complete(m, seen, seen.text() + " in " + Durations.text(spent) + where);
        };
    }

    private static Progress off(Measurement m, MeasuredShare seen, FleetReading fleet, boolean drawn) {
        if (m.off() + 1 < WINDOWS) {
            return pending(again(m, fleet, m.off() + 1), seen.text() + ", measured again");
        }
        String sticky = sticky(fleet, drawn);
        return sticky.isEmpty()
                ? new Progress(m, "", seen.text() + " in " + WINDOWS + " measurements")
                : complete(m, seen, seen.text() + "; " + sticky);
    }

    /** Why requests stay on a side whatever its weight is, so that the split proves nothing; empty when they do not. */
    private static String sticky(FleetReading fleet, boolean drawn) {
        if (drawn) {
            return "testers choose their side and users are kept on theirs, so this is reported only";
        }
        return fleet.reachable().stream().anyMatch(Reachable::persistent)
                ? "cookies keep users on their server, so this is reported only"
                : "";
    }

    private static Progress pending(Measurement m, String status) {
        return new Progress(m, status, "");
    }

    private static Progress complete(Measurement m, MeasuredShare seen, String text) {
        Double percent = seen.state() == State.NOT_ENOUGH_TRAFFIC ? null : Math.round(seen.fraction() * 1e4) / 1e2;
        return new Progress(ended(m, percent, text), "", "");
    }

    private static Measurement ended(Measurement m, Double percent, String text) {
        return new Measurement(m.startedAt(), m.counters(), m.off(), percent, text);
    }

    private static Measurement again(Measurement m, FleetReading fleet, int off) {
        return new Measurement(m.startedAt(), Json.tree(fleet.counters()), off, null, "");
    }
}
