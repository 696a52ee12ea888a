package io.jenkins.plugins.cutover.operation.retire;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Retirement;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.reconcile.DownServers;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts for how long every instance has sent all requests to EKS. Only time between two readings of the whole fleet
 * counts: what was not seen is no proof. An instance that differs, or a request that found no server, starts the soak
 * anew; an instance that does not answer, or with an EKS server that is DOWN, pauses it.
 */
final class Soak {
    /** Two readings that are further apart say nothing about the time between them. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(15);

    /** How often progress is written; a crash loses no more than this. */
    private static final Duration WRITTEN = Duration.ofMinutes(1);

    private final RecordSession session;
    private CounterSnapshot counters;
    private Instant lookedAt;
    private Duration total;

    Soak(RecordSession session) {
        this.session = session;
    }

    /**
     * @param record with the soak of this reading, stored if it was written
     * @param missing why it is not known that every instance sends everything to EKS; empty when it is
     */
    record Seen(CutoverRecord record, String missing) {
        Duration left(Duration soak) {
            return soak.minus(record.retirement().soaked());
        }
    }

    /** @return why it is not known that every instance sends everything to EKS; empty when it is */
    static String missing(FleetReading fleet, DesiredTraffic desired) {
        return Stream.of(waits(fleet, desired), elsewhere(fleet))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /**
     * @param fleet as it was found, before any correction
     * @param notJudged why it is not known that EKS serves well; empty when it is judged
     */
    Seen look(CutoverRecord record, FleetReading fleet, String notJudged) {
        String differs = differs(fleet);
        String seen = waits(fleet, record.desired());
        String waits = seen.isEmpty() ? notJudged : seen;
        Duration more = differs.isEmpty() && waits.isEmpty() ? sinceLast() : Duration.ZERO;
        lookedAt = waits.isEmpty() ? session.now() : null;
        counters = fleet.counters();
        return differs.isEmpty()
                ? new Seen(progress(record, more), waits)
                : new Seen(restarted(record, differs), differs);
    }

    private Duration sinceLast() {
        Duration gap = lookedAt == null ? Duration.ZERO : Duration.between(lookedAt, session.now());
        return gap.isNegative() || gap.compareTo(LONGEST_GAP) > 0 ? Duration.ZERO : gap;
    }

    private CutoverRecord progress(CutoverRecord record, Duration more) {
        Retirement retirement = record.retirement();
        CutoverRecord again = session.withoutNotice(record, "soak", "every instance sends everything to EKS");
        total = (total == null ? retirement.soaked() : total).plus(more);
        CutoverRecord now = again.with(d -> d.retirement(retirement.withSoaked(total)));
        boolean due = total.minus(retirement.soaked()).compareTo(WRITTEN) >= 0;
        return due || !again.equals(record) ? session.write(now) : now;
    }

    private CutoverRecord restarted(CutoverRecord record, String differs) {
        boolean begun =
                !record.retirement().soaked().isZero() || record.retirement().drainStartedAt() != null;
        total = Duration.ZERO;
        CutoverRecord anew =
                begun ? record.with(d -> d.retirement(record.retirement().restarted())) : record;
        CutoverRecord noticed = session.withNotice(anew, "soak", "the soak begins anew: " + differs);
        return session.writeChange(record, noticed);
    }

    private String differs(FleetReading fleet) {
        long unserved = counters == null ? 0 : fleet.counters().since(counters).unserved();
        return Stream.of(elsewhere(fleet), unserved == 0 ? "" : unserved + " requests found no server")
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String waits(FleetReading fleet, DesiredTraffic desired) {
        return Stream.of(silent(fleet), DownServers.of(fleet, desired).awaited())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String silent(FleetReading fleet) {
        return fleet.unreachable().stream()
                .map(i -> i.instance() + ": " + i.reason())
                .collect(Collectors.joining("; "));
    }

    private static String elsewhere(FleetReading fleet) {
        return fleet.reachable().stream()
                .map(Soak::elsewhere)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String elsewhere(Reachable instance) {
        boolean up = instance.servers(Side.EKS).stream().anyMatch(s -> s.up() && s.weight() > 0);
        if (!instance.share().equals(Share.ALL)) {
            return instance.instance() + ": EKS has " + instance.share() + ", not " + Share.ALL;
        }
        return up ? "" : instance.instance() + ": no EKS server is up";
    }
}
