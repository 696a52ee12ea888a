package io.jenkins.plugins.cutover.operation;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import io.jenkins.plugins.cutover.traffic.Router;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Keeps the fleet what it should be while a phase is judged: looks at every instance, puts right what drifted (a
 * reload, a restart, a hand-made change), follows pods that come and go, and notices changes to Mesos from outside.
 */
final class Upkeep {
    /** How often pods and the Marathon app are looked at; HAProxy's own health checks bridge the time between. */
    private static final Duration PLATFORMS = Duration.ofSeconds(5);

    private final Ledger ledger;
    private Instant platformsAt = Instant.MIN;
    private String told = "";
    private String mesosTold = "";

    Upkeep(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * @param record with what was noticed; stored when something was put right
     * @param missed whether an instance did not answer, so that this look does not tell the whole
     * @param harm a fact that needs no statistics; empty when there is none
     */
    record Look(CutoverRecord record, CounterSnapshot counters, boolean missed, String harm) {}

    Look look(CutoverRecord record) {
        Router router = ledger.context().doors().router(record.spec().haproxy());
        FleetReading fleet = router.read();
        String harm = harm(fleet);
        if (!harm.isEmpty()) {
            return new Look(record, fleet.counters(), false, harm);
        }
        CutoverRecord kept = silent(platforms(record), fleet.unreachable());
        Map<InstanceAddress, String> drift = fleet.drift(kept.desired());
        if (!drift.isEmpty()) {
            kept = putRight(kept, router, drift);
        }
        return new Look(kept, fleet.counters(), !fleet.unreachable().isEmpty(), "");
    }

    /** An instance whose EKS servers are all down by their health checks has nobody to send this share to. */
    private static String harm(FleetReading fleet) {
        for (Reachable instance : fleet.reachable()) {
            List<ServerReading> inUse = instance.servers(Side.EKS).stream()
                    .filter(s -> !s.maintenance())
                    .toList();
            if (!inUse.isEmpty() && inUse.stream().noneMatch(ServerReading::up)) {
                return "none of the " + inUse.size() + " EKS servers is up on " + instance.instance() + " ("
                        + inUse.get(0).check() + ")";
            }
        }
        return "";
    }

    private CutoverRecord putRight(CutoverRecord record, Router router, Map<InstanceAddress, String> drift) {
        String what = drift.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .reduce((a, b) -> a + "; " + b)
                .orElse("");
        CutoverRecord noticed =
                what.equals(told) ? record : ledger.write(record.with(d -> d.event(ledger.event("drift", what))));
        told = what;
        FleetOutcome outcome = router.apply(record.desired());
        if (outcome.confirmed()) {
            told = "";
        }
        String result = outcome.confirmed()
                ? "every instance is at " + record.share() + " again"
                : String.join("; ", outcome.problems());
        return outcome.confirmed()
                ? ledger.write(noticed.with(d -> d.confirmed(ledger.confirmations(noticed, noticed.desired(), outcome))
                        .event(ledger.event("put-right", result))))
                : noticed.with(d -> d.confirmed(ledger.confirmations(noticed, noticed.desired(), outcome)));
    }

    private CutoverRecord silent(CutoverRecord record, List<Unreachable> silent) {
        CutoverRecord noticed = record;
        for (Unreachable instance : silent) {
            var known = record.confirmed().get(instance.instance().toString());
            if (known == null || known.problem().isEmpty()) {
                CutoverRecord.Confirmation unknown = new CutoverRecord.Confirmation(
                        known == null ? null : known.share(), instance.reason(), ledger.now());
                noticed =
                        noticed.with(d -> d.confirmed(Map.of(instance.instance().toString(), unknown))
                                .event(ledger.event("silent", instance.instance() + ": " + instance.reason())));
            }
        }
        return noticed;
    }

    private CutoverRecord platforms(CutoverRecord record) {
        if (Duration.between(platformsAt, ledger.now()).compareTo(PLATFORMS) < 0) {
            return record;
        }
        platformsAt = ledger.now();
        return endpoints(mesos(record));
    }

    private CutoverRecord mesos(CutoverRecord record) {
        String noticed = "";
        try {
            int now = ledger.context()
                    .doors()
                    .mesos(record.spec().marathon())
                    .app()
                    .instances();
            if (now != record.before().mesosInstances()) {
                noticed = "Marathon runs " + now + " instances, "
                        + record.before().mesosInstances() + " were recorded; somebody changed it from outside";
            }
        } catch (CutoverException e) {
            noticed = e.getMessage();
        }
        String text = noticed;
        boolean news = !text.isEmpty() && !text.equals(mesosTold);
        mesosTold = text;
        return news ? record.with(d -> d.event(ledger.event("mesos", text))) : record;
    }

    /** Pods that came or went; no pod at all is left to the health checks, which know sooner and surer. */
    private CutoverRecord endpoints(CutoverRecord record) {
        try (Eks eks = ledger.context().doors().eks(record.spec().eks())) {
            List<Endpoint> now = eks.endpoints();
            if (now.isEmpty() || now.equals(record.desired().eks())) {
                return record;
            }
            return ledger.write(record.with(d -> d.desired(record.desired().withEks(now))
                    .event(ledger.event("endpoints", "EKS serves from " + now.size() + " pods now: " + now))));
        } catch (CutoverException e) {
            return record.with(d -> d.event(ledger.event("eks", e.getMessage())));
        }
    }
}
