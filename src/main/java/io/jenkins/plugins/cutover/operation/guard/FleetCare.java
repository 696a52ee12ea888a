package io.jenkins.plugins.cutover.operation.guard;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.reconcile.FleetReconciler;
import java.time.Duration;

/**
 * A round for a service that is not judged: before EKS has traffic, and after Mesos was given up. Drift is corrected and
 * pods are followed; nothing can be sent back.
 */
final class FleetCare {
    private static final Duration ROUND = Duration.ofMillis(2500);

    private final RecordSession session;
    private final FleetReconciler reconciler;

    FleetCare(RecordSession session) {
        this.session = session;
        this.reconciler = new FleetReconciler(session);
    }

    /** @param record as stored */
    Tick round(CutoverRecord record) {
        FleetReconciler.Result found = reconciler.keep(record);
        CutoverRecord stored = session.read(record.service());
        if (found.record().revision() == stored.revision()) {
            session.writeChange(stored, found.record());
        }
        reconciler.pollPlatforms(() -> session.read(record.service()));
        return new Tick.Again(ROUND, record.service() + ": watched");
    }
}
