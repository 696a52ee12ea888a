package io.jenkins.plugins.cutover.operation.deploy;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.rollback.DeploymentRecords;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import java.util.List;
import java.util.Map;

/** Opens a record. It holds the present state before anything outside is changed. */
final class RecordOpener {
    private final RecordSession session;
    private final ServiceSpec spec;

    RecordOpener(RecordSession session, ServiceSpec spec) {
        this.session = session;
        this.spec = spec;
    }

    void open(ManifestSource source) {
        refuseOthers();
        ServicePreflight preflight = new ServicePreflight(session.context(), spec);
        CutoverRecord.Before before = preflight.check(source);
        FleetReading fleet = session.context().clients().router(spec.haproxy()).read();
        refuseUnknownState(fleet);
        DesiredTraffic desired = new DesiredTraffic(Share.NONE, List.of(), fleet.mesosWeights());
        CutoverRecord.Before whole = new CutoverRecord.Before(
                before.mesosInstances(), before.mesosDefinition(), Json.tree(fleet.counters()), null);
        // The readings took time: the lock must still be ours, and no other cutover may have been opened meanwhile.
        session.lock(spec.environment(), spec.service());
        refuseOthers();
        session.write(CutoverRecord.open(spec, session.context().owner(), session.now())
                .with(d -> d.before(whole)
                        .desired(desired)
                        .event(session.event(
                                "open",
                                "cutover of " + spec.service() + " opened: Mesos runs " + before.mesosInstances()
                                        + " instances behind "
                                        + spec.haproxy().instances().size() + " HAProxy instances",
                                Map.of("mesosInstances", before.mesosInstances())))
                        .event(session.event(
                                "handover",
                                "after 100%: " + preflight.handover().text()))));
    }

    private void refuseOthers() {
        session.refuseSecondCutover(spec);
        SharedParts.refuse(spec, session.context().journal().contents().records());
    }

    /**
     * A rollback restores what is recorded here. So it must be known of every instance, and weights that an earlier
     * cutover left behind must not be recorded as Mesos's own.
     */
    private static void refuseUnknownState(FleetReading fleet) {
        for (Unreachable instance : fleet.unreachable()) {
            throw new CutoverException(instance.instance() + ": " + instance.reason()
                    + "; its weights cannot be recorded, so no cutover was started");
        }
        for (Reachable instance : fleet.reachable()) {
            if (instance.share().compareTo(Share.NONE) > 0) {
                throw new CutoverException(instance.instance() + ": EKS has " + instance.share()
                        + " of the traffic though no cutover is open; reset the weights first");
            }
        }
    }

    /**
     * A deploy continues an open record that has no traffic on EKS yet, of another build or with another image. It deploys
     * again; the recorded state of Mesos stays.
     */
    CutoverRecord adopted(CutoverRecord record) {
        if (record.owner().equals(session.context().owner()) && record.spec().equals(spec)) {
            return record;
        }
        if (!record.spec().haproxy().equals(spec.haproxy())
                || !record.spec().marathon().equals(spec.marathon())) {
            throw new CutoverException("the open cutover of " + spec.service()
                    + " has other haproxy or marathon settings; roll it back before it is deployed with these");
        }
        SharedParts.refuse(spec, session.context().journal().contents().records());
        return session.write(record.with(d -> d.spec(spec)
                .owner(session.context().owner())
                .state(CutoverState.DEPLOYING)
                .deployment(record.deployment() == null ? null : DeploymentRecords.unfinished(record.deployment()))
                .shift(null)
                .verify(NextVersion.isUnderWay(record) ? record.verify() : null)
                .event(session.event(
                        "taken-over",
                        session.context().owner() + " deploys again what " + record.owner() + " began"))));
    }
}
