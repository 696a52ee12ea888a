package io.jenkins.plugins.cutover.operation;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.eks.Manifests;
import io.jenkins.plugins.cutover.eks.Rollout;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the service on EKS beside Mesos and makes HAProxy know its pods, without giving it traffic: opens the record
 * with what Mesos and HAProxy are now, applies the manifests, follows the rollout to its end, fills the EKS servers and
 * waits until their health checks pass on every instance.
 */
public final class Deploy implements Operation {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Ledger ledger;
    private final ServiceSpec spec;
    private final String manifests;

    /** @param manifests YAML; empty to read what the spec names, or to translate the Marathon app when it says so */
    public Deploy(Context context, ServiceSpec spec, String manifests) {
        this.ledger = new Ledger(context);
        this.spec = spec;
        this.manifests = manifests;
    }

    @Override
    public String service() {
        return spec.service();
    }

    @Override
    public String name() {
        return "deploy";
    }

    @Override
    public Tick tick() {
        ledger.lock(spec.environment(), spec.service());
        CutoverRecord record =
                ledger.find(spec.service()).filter(r -> r.state().open()).orElse(null);
        if (record == null) {
            return open();
        }
        refuseWhileTrafficMoves(record);
        if (record.deployment() == null) {
            return apply(record);
        }
        return record.deployment().revision().isEmpty() ? follow(record) : admit(record);
    }

    private void refuseWhileTrafficMoves(CutoverRecord record) {
        if (record.state().returning()) {
            throw new CutoverException(
                    "it is on its way back to Mesos: " + record.rollback().reason());
        }
        if (record.share().compareTo(Share.NONE) > 0) {
            throw new CutoverException(
                    "EKS has " + record.share() + " of the traffic; roll back before deploying again");
        }
    }

    /** Nothing outside is changed before the record holds what was there. */
    private Tick open() {
        ledger.refuseSecondCutover(spec);
        CutoverRecord.Before before = new Preflight(ledger.context(), spec).check(source());
        FleetReading fleet = fleet();
        refuseLeftovers(fleet);
        DesiredTraffic desired = new DesiredTraffic(Share.NONE, List.of(), fleet.mesosWeights());
        CutoverRecord.Before whole = new CutoverRecord.Before(
                before.mesosInstances(), before.mesosDefinition(), Json.mapper().valueToTree(fleet.counters()));
        ledger.write(
                CutoverRecord.open(spec, ledger.context().owner(), ledger.now()).with(d -> d.before(whole)
                        .desired(desired)
                        .event(ledger.event(
                                "open",
                                "cutover of " + spec.service() + " opened: Mesos runs " + before.mesosInstances()
                                        + " instances behind "
                                        + spec.haproxy().instances().size() + " HAProxy instances",
                                Map.of("mesosInstances", before.mesosInstances())))));
        return Tick.Again.now(spec.service() + ": recorded what Mesos runs");
    }

    /**
     * What is recorded here is what the service comes back to: it must be known of every instance, and weights that a
     * forgotten cutover left behind must not be taken for Mesos's own.
     */
    private static void refuseLeftovers(FleetReading fleet) {
        for (Unreachable instance : fleet.unreachable()) {
            throw new CutoverException(instance.instance() + ": " + instance.reason()
                    + "; its weights cannot be recorded, so nothing was begun");
        }
        for (Reachable instance : fleet.reachable()) {
            if (instance.share().compareTo(Share.NONE) > 0) {
                throw new CutoverException(instance.instance() + ": EKS has " + instance.share()
                        + " of the traffic though no cutover is open; set the weights back first");
            }
        }
    }

    private Tick apply(CutoverRecord record) {
        ManifestSource.Source source = source().of(record.before().mesosDefinition());
        ledger.write(record.with(d -> d.deployment(new CutoverRecord.Deployment(
                        spec.eks().namespace(),
                        spec.eks().deployment(),
                        "",
                        AppliedObjects.names(source.manifests()),
                        source.losses(),
                        ledger.now()))
                .event(ledger.event(
                        "deploy",
                        "applying " + source.manifests().objects().size() + " objects to namespace "
                                + spec.eks().namespace()))));
        try (Eks eks = ledger.context().doors().eks(spec.eks())) {
            eks.apply(source.manifests().with(spec.eks()), false);
        }
        return Tick.Again.now(spec.service() + ": applied, rollout begins");
    }

    private Tick follow(CutoverRecord record) {
        try (Eks eks = ledger.context().doors().eks(spec.eks())) {
            Rollout rollout = eks.rollout();
            if (rollout instanceof Rollout.Failed failed) {
                return failed(record, failed.text());
            }
            if (rollout instanceof Rollout.Complete complete) {
                return rolledOut(record, complete);
            }
            Rollout.InProgress going = (Rollout.InProgress) rollout;
            Duration spent = Duration.between(record.deployment().startedAt(), ledger.now());
            return spent.compareTo(spec.eks().timeout()) > 0
                    ? failed(record, "the rollout took longer than its time-out: " + going.text())
                    : new Tick.Again(POLL, spec.service() + ": " + going.text());
        }
    }

    private Tick rolledOut(CutoverRecord record, Rollout.Complete complete) {
        List<Endpoint> endpoints = complete.endpoints();
        if (endpoints.isEmpty()) {
            return failed(
                    record,
                    "revision " + complete.revision() + " is complete but no pod answers on port "
                            + spec.eks().port());
        }
        ledger.write(record.with(d -> d.deployment(deployment(
                        record,
                        String.valueOf(complete.revision()),
                        record.deployment().applied()))
                .desired(record.desired().withEks(endpoints))
                .event(ledger.event(
                        "deploy",
                        "revision " + complete.revision() + " of " + spec.eks().deployment() + " is ready with "
                                + endpoints.size() + " pods",
                        Map.of(
                                "endpoints",
                                endpoints.stream().map(Endpoint::toString).toList())))));
        return Tick.Again.now(spec.service() + ": " + endpoints.size() + " pods ready");
    }

    /** Puts the pods into HAProxy with weight 0 and waits for their first health check on every instance. */
    private Tick admit(CutoverRecord record) {
        FleetOutcome outcome = ledger.apply(record);
        List<String> missing = new ArrayList<>(outcome.problems());
        if (missing.isEmpty()) {
            missing.addAll(unproven(record, fleet()));
        }
        if (!missing.isEmpty()) {
            Duration spent = Duration.between(record.deployment().startedAt(), ledger.now());
            return !outcome.refusals().isEmpty() || spent.compareTo(spec.eks().timeout()) > 0
                    ? failed(record, String.join("; ", missing))
                    : new Tick.Again(POLL, spec.service() + ": waits for " + missing.get(0));
        }
        CutoverRecord ready = ledger.write(record.with(d -> d.state(CutoverState.RUNNING)
                .confirmed(ledger.confirmations(record, record.desired(), outcome))
                .event(ledger.event("ready", "every HAProxy instance sees the pods healthy; no traffic yet"))));
        return new Tick.Done(result(ready));
    }

    private static List<String> unproven(CutoverRecord record, FleetReading fleet) {
        List<String> missing = new ArrayList<>();
        for (Reachable instance : fleet.reachable()) {
            long up = instance.servers(Side.EKS).stream()
                    .filter(s -> s.up() && s.proven())
                    .count();
            if (up < record.desired().eks().size()) {
                String check = instance.servers(Side.EKS).stream()
                        .filter(s -> !s.maintenance() && !s.up())
                        .map(ServerReading::check)
                        .filter(c -> !c.isEmpty())
                        .findFirst()
                        .map(c -> " (" + c + ")")
                        .orElse("");
                missing.add(instance.instance() + ": " + up + " of "
                        + record.desired().eks().size() + " EKS servers pass their health check" + check);
            }
        }
        return missing;
    }

    private Tick failed(CutoverRecord record, String reason) {
        ledger.write(record.with(d -> d.event(ledger.event("deploy-failed", reason))));
        return new Tick.Failed(reason + "; no traffic was shifted");
    }

    private FleetReading fleet() {
        return ledger.router(spec.haproxy()).read();
    }

    private ManifestSource source() {
        return new ManifestSource(spec, manifests);
    }

    private static CutoverRecord.Deployment deployment(CutoverRecord record, String revision, List<String> applied) {
        CutoverRecord.Deployment d = record.deployment();
        return new CutoverRecord.Deployment(d.namespace(), d.name(), revision, applied, d.losses(), d.startedAt());
    }

    private Map<String, Object> result(CutoverRecord record) {
        Map<String, Object> result = new TreeMap<>();
        result.put("service", spec.service());
        result.put("namespace", record.deployment().namespace());
        result.put("deployment", record.deployment().name());
        result.put("revision", record.deployment().revision());
        result.put(
                "endpoints",
                record.desired().eks().stream().map(Endpoint::toString).toList());
        result.put("losses", record.deployment().losses());
        return result;
    }

    /** What a deploy would change on the cluster, by the server's own answer; nothing is stored anywhere. */
    public List<String> dryRun() {
        CutoverRecord.Before before = new Preflight(ledger.context(), spec).check(source());
        try (Eks eks = ledger.context().doors().eks(spec.eks())) {
            Manifests resolved =
                    source().of(before.mesosDefinition()).manifests().with(spec.eks());
            return eks.apply(resolved, true).lines();
        }
    }
}
