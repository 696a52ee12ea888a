package io.jenkins.plugins.cutover.operation.deploy;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.reconcile.FleetReconciler;
import io.jenkins.plugins.cutover.operation.verify.StepGuard;
import java.util.Optional;

/**
 * A deploy of the next version after all traffic was judged healthy on EKS. The cutover is open again meanwhile; EKS keeps
 * its traffic and is guarded, since Mesos is still whole. A share below all can be judged against Mesos afterwards.
 */
final class NextVersion {
    private final RecordSession session;
    private final ServiceSpec spec;
    private final FleetReconciler fleet;
    private final StepGuard stepGuard;

    NextVersion(RecordSession session, ServiceSpec spec) {
        this.session = session;
        this.spec = spec;
        this.fleet = new FleetReconciler(session);
        this.stepGuard = new StepGuard(session);
    }

    static boolean deployedOver(CutoverRecord record) {
        return record.state() == CutoverState.COMPLETED;
    }

    /** Whether such a deploy is under way: no other deploy has traffic on EKS. */
    static boolean isUnderWay(CutoverRecord record) {
        return record.state() == CutoverState.DEPLOYING && record.phaseShare().equals(Share.ALL);
    }

    /** @return the record, open again; the revision that serves now is restored if the next one fails */
    CutoverRecord open(CutoverRecord record) {
        if (record.retirement() != null && record.retirement().decidedAt() != null) {
            throw new CutoverException(
                    "Mesos is being given up for " + spec.service() + "; finish retireMesos before the next deploy");
        }
        if (!record.spec().haproxy().equals(spec.haproxy())
                || !record.spec().marathon().equals(spec.marathon())) {
            throw new CutoverException("the completed cutover of " + spec.service()
                    + " has other haproxy or marathon settings; deploy with those, or retire Mesos first");
        }
        session.refuseSecondCutover(spec);
        SharedParts.refuse(spec, session.context().journal().contents().records());
        long serving;
        try (Eks eks = session.context().clients().eks(spec.eks())) {
            serving = eks.serving();
        }
        CutoverRecord.Deployment before = record.deployment();
        CutoverRecord.Deployment next = new CutoverRecord.Deployment(
                before.namespace(), before.name(), "", before.applied(), before.losses(), session.now(), serving);
        return session.write(record.with(d -> d.spec(spec)
                .owner(session.context().owner())
                .state(CutoverState.DEPLOYING)
                .deployment(next)
                .retirement(
                        record.retirement() == null ? null : record.retirement().restarted())
                .event(session.event(
                        "reopened",
                        "the next version is deployed while EKS has " + record.share()
                                + "; it is guarded, and Mesos is kept"))));
    }

    /** EKS keeps its traffic meanwhile. @return the end of the deploy, once the traffic was sent back to Mesos */
    Optional<Tick.Failed> judged(CutoverRecord record) {
        return stepGuard.round(record);
    }

    /** The pods that serve now are replaced: HAProxy gets the new ones as soon as they are ready. */
    CutoverRecord followed(CutoverRecord record) {
        fleet.podsChanged();
        fleet.keep(record);
        return session.read(record.service());
    }

    /** The revision before serves again: the cutover is as complete as it was. */
    CutoverRecord restored(CutoverRecord record) {
        CutoverRecord done = session.write(record.with(d -> d.state(CutoverState.COMPLETED)));
        session.unlock(done);
        return done;
    }
}
