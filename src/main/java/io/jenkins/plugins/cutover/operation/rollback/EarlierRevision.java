package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;

/**
 * Puts back what EKS ran before the cutover deployed, by what the record says: whoever goes on after a crash can do it as
 * well as whoever applied.
 */
public final class EarlierRevision {
    private final RecordSession session;

    public EarlierRevision(RecordSession session) {
        this.session = session;
    }

    /** @param text what became of it, in words */
    public record Outcome(CutoverRecord record, String text) {}

    /** Whether a deploy was begun over an earlier revision and has not come to a good end. */
    static boolean owed(CutoverRecord record) {
        return record.deployment() != null
                && record.deployment().revision().isEmpty()
                && record.deployment().previous() != 0;
    }

    /** One try: it is written first, done, and what became of it is in the record that is given back, not stored yet. */
    public Outcome putBack(CutoverRecord record, String reason) {
        long before = record.deployment().previous();
        CutoverRecord undoing = session.write(
                record.with(d -> d.event(session.event("undo", "putting revision " + before + " back: " + reason))));
        try (Eks eks = session.context().clients().eks(record.spec().eks())) {
            boolean kept = eks.undoRollout(before);
            return new Outcome(
                    undoing.with(d -> d.deployment(DeploymentRecords.putBack(record.deployment()))),
                    kept
                            ? "revision " + before + " is put back"
                            : "revision " + before + " is not kept by the cluster any more");
        } catch (CutoverException e) {
            return new Outcome(
                    undoing.with(d -> d.deployment(DeploymentRecords.unfinished(record.deployment()))),
                    "revision " + before + " could not be put back: " + e.getMessage());
        }
    }
}
