package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;

/**
 * Restores the revision that EKS ran before the cutover deployed. The record alone says which, so that a process that
 * continues after a crash can do it too.
 */
public final class EarlierRevision {
    private final RecordSession session;

    public EarlierRevision(RecordSession session) {
        this.session = session;
    }

    /** @param text the result, for people */
    public record Outcome(CutoverRecord record, String text) {}

    /** Whether a deploy over an earlier revision was begun and did not succeed. */
    static boolean pending(CutoverRecord record) {
        return record.deployment() != null
                && record.deployment().revision().isEmpty()
                && record.deployment().previous() != 0;
    }

    /** One try. The intention is written first; the result is in the returned record, which is not stored yet. */
    public Outcome restore(CutoverRecord record, String reason) {
        long before = record.deployment().previous();
        CutoverRecord undoing = session.write(
                record.with(d -> d.event(session.event("undo", "restoring revision " + before + ": " + reason))));
        try (Eks eks = session.context().clients().eks(record.spec().eks())) {
            boolean kept = eks.undoRollout(before);
            return new Outcome(
                    undoing.with(d -> d.deployment(DeploymentRecords.restored(record.deployment()))),
                    kept
                            ? "revision " + before + " is restored"
                            : "revision " + before + " no longer exists in the cluster");
        } catch (CutoverException e) {
            return new Outcome(
                    undoing.with(d -> d.deployment(DeploymentRecords.unfinished(record.deployment()))),
                    "revision " + before + " could not be restored: " + e.getMessage());
        }
    }
}
