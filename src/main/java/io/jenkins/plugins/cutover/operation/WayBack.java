package io.jenkins.plugins.cutover.operation;

import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.MarathonException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sends the traffic back to Mesos. It never waits for an instance that does not answer: the others go at once, and the
 * state says PARTIAL until the last one has confirmed.
 */
final class WayBack {
    private final Ledger ledger;

    WayBack(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Writes the intention. From here on nothing moves the service forward. A failing EKS is left at once; otherwise it
     * keeps what Mesos cannot carry yet.
     */
    CutoverRecord decide(CutoverRecord record, String reason, boolean eksFailing, CutoverRecord.EksAfter target) {
        Share meanwhile = eksFailing ? Share.NONE : keep(record);
        return ledger.write(record.with(d -> d.state(CutoverState.ROLLING_BACK)
                .rollback(new CutoverRecord.Rollback(
                        reason, record.share(), eksFailing, target, ledger.now(), null, null))
                .desired(record.desired().withShare(meanwhile))
                .event(ledger.event(
                        "rollback",
                        "back to Mesos from " + record.share() + ": " + reason
                                + (meanwhile.equals(Share.NONE) ? "" : "; Mesos is short, EKS keeps " + meanwhile),
                        Map.of("from", record.share().percent())))));
    }

    /** As much further back as Mesos can carry by now. */
    CutoverRecord further(CutoverRecord record) {
        Share keep = record.share().equals(Share.NONE) ? Share.NONE : keep(record);
        return keep.compareTo(record.share()) >= 0
                ? record
                : ledger.write(record.with(d -> d.desired(record.desired().withShare(keep))
                        .event(ledger.event(
                                "capacity",
                                keep.equals(Share.NONE)
                                        ? "Mesos can carry everything again"
                                        : "Mesos can carry more, EKS keeps " + keep))));
    }

    /** What EKS must keep because Mesos cannot carry it; never more than it has. */
    private Share keep(CutoverRecord record) {
        if (record.share().equals(Share.NONE)) {
            return Share.NONE;
        }
        FleetReading fleet = ledger.router(record.spec().haproxy()).read();
        if (!Upkeep.harm(fleet).isEmpty()) {
            return Share.NONE;
        }
        Share rest;
        try {
            rest = Capacity.of(record, fleet, app(record), ledger.now())
                    .map(able -> Share.ofFraction(1 - able))
                    .orElse(record.share());
        } catch (MarathonException deleted) {
            return record.share(); // no task is left to carry anything; the way back puts the app back first
        }
        return rest.compareTo(record.share()) < 0 ? rest : record.share();
    }

    /** @throws MarathonException when the app is not there any more */
    private Optional<App> app(CutoverRecord record) {
        try {
            return Optional.of(
                    ledger.context().doors().mesos(record.spec().marathon()).app());
        } catch (CutoverException e) {
            if (e instanceof MarathonException m && m.kind() == MarathonException.Kind.MISSING) {
                throw m;
            }
            return Optional.empty();
        }
    }

    /** One round over the fleet towards the desired share. */
    CutoverRecord traffic(CutoverRecord record) {
        Instant began = ledger.now();
        FleetOutcome outcome = ledger.apply(record);
        CutoverRecord told = record.with(d -> d.confirmed(ledger.confirmations(record, record.desired(), outcome)));
        boolean learnt = !known(told).equals(known(record));
        if (!record.share().equals(Share.NONE)) {
            return learnt ? ledger.write(told) : told;
        }
        boolean whole = outcome.confirmed();
        boolean first = record.rollback().trafficBackAt() == null
                && !outcome.confirmations().isEmpty();
        CutoverState state = whole ? CutoverState.ROLLING_BACK : CutoverState.PARTIAL;
        if (!first && state == record.state()) {
            return learnt ? ledger.write(told) : told;
        }
        Instant back = began.plus(slowest(outcome));
        return ledger.write(told.with(d -> d.state(state)
                .rollback(first ? trafficBack(record.rollback(), back) : record.rollback())
                .event(ledger.event("traffic-back", text(record, outcome, back)))));
    }

    /** What is known of each instance, whenever it was learnt. */
    static Map<String, String> known(CutoverRecord record) {
        Map<String, String> known = new TreeMap<>();
        record.confirmed().forEach((instance, c) -> known.put(instance, c.share() + " " + c.problem()));
        return known;
    }

    /** A silent instance holds the round up to its deadline; those that confirmed had done so long before. */
    private static Duration slowest(FleetOutcome outcome) {
        return outcome.confirmations().stream()
                .map(InstanceOutcome.Confirmed::took)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static String text(CutoverRecord record, FleetOutcome outcome, Instant back) {
        Duration took = Duration.between(record.rollback().decidedAt(), back);
        String all = outcome.confirmations().size() + " of "
                + outcome.instances().size() + " HAProxy instances send everything to Mesos, " + Durations.text(took)
                + " after the decision";
        return outcome.confirmed() ? all : "PARTIAL: " + all + "; missing: " + String.join("; ", outcome.problems());
    }

    /**
     * Marathon's word that the tasks are well comes before HAProxy's own checks have seen them.
     *
     * @return the instances that see no Mesos server up; empty when there are none
     */
    String dark(CutoverRecord record) {
        return ledger.router(record.spec().haproxy()).read().reachable().stream()
                .filter(i -> i.servers(Side.MESOS).stream().noneMatch(ServerReading::up))
                .map(i -> i.instance() + ": no Mesos server is up yet")
                .collect(Collectors.joining("; "));
    }

    static boolean trafficIsBack(CutoverRecord record) {
        return record.rollback().trafficBackAt() != null
                && record.state() == CutoverState.ROLLING_BACK
                && record.desired().share().equals(Share.NONE);
    }

    private static CutoverRecord.Rollback trafficBack(CutoverRecord.Rollback r, Instant at) {
        return new CutoverRecord.Rollback(
                r.reason(), r.from(), r.eksFailing(), r.target(), r.decidedAt(), at, r.finishedAt());
    }
}
