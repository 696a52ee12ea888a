package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import java.time.Duration;

/**
 * Cleans up EKS at the end of a rollback. It is done once, or given up after a few tries and reported. Mesos is restored
 * and serves by then: what is left on EKS costs money but hurts no user, and must not keep the cutover open and its
 * environment blocked.
 */
final class EksCleanup {
    private static final int TRIES = 3;

    /** A request of a deploy may take effect this much later, answered or not: its deadline and the time in transit. */
    private static final Duration IN_TRANSIT = Duration.ofSeconds(20);

    private final RecordSession session;
    /** What was done, or given up; null before. Another request may ask for more meanwhile. */
    private EksAfter done;

    private int tries;

    /** What has to be reported of it; empty when there is nothing. It is in the record only when the record is stored. */
    private String outcome = "";

    EksCleanup(RecordSession session) {
        this.session = session;
    }

    /**
     * @return the record with the result, not stored yet
     * @throws CutoverException when it failed and is tried again
     */
    CutoverRecord round(CutoverRecord record) {
        EksAfter wished = record.rollback().target();
        if (wished == done || record.deployment() == null) {
            return noted(record);
        }
        Duration inTransit = inTransit(record);
        if (!inTransit.isNegative() && !inTransit.isZero()) {
            throw new CutoverException("EKS is cleaned up in " + Durations.text(inTransit)
                    + ": requests of its deploy may still take effect");
        }
        try {
            CutoverRecord cleaned = cleaned(record);
            done = wished;
            return cleaned;
        } catch (StaleRecordException moved) {
            throw moved;
        } catch (CutoverException e) {
            if (++tries < TRIES) {
                throw e;
            }
            done = wished;
            tries = 0;
            outcome = byHand(record, e.getMessage());
            return noted(record);
        }
    }

    /** A notice is reported once, however often the caller has to write. */
    private CutoverRecord noted(CutoverRecord record) {
        return outcome.isEmpty() ? record : session.withNotice(record, "eks", outcome);
    }

    /** A deploy that did not end may have sent requests whose outcome is unknown. */
    private Duration inTransit(CutoverRecord record) {
        boolean known = !record.deployment().revision().isEmpty();
        return known || record.rollback().target() == EksAfter.KEEP
                ? Duration.ZERO
                : IN_TRANSIT.minus(Duration.between(record.deployment().startedAt(), session.now())
                        .abs());
    }

    private CutoverRecord cleaned(CutoverRecord record) {
        EksAfter after = record.rollback().target();
        if (after == EksAfter.KEEP) {
            return EarlierRevision.pending(record) ? withEarlierRevision(record) : record;
        }
        try (Eks eks = session.context().clients().eks(record.spec().eks())) {
            if (after == EksAfter.SCALE_DOWN) {
                eks.scale(0);
            } else {
                eks.delete(AppliedObjects.manifests(record.deployment().applied()));
            }
        }
        return record;
    }

    /** One try: Mesos serves again whatever EKS does. The result is reported. */
    private CutoverRecord withEarlierRevision(CutoverRecord record) {
        EarlierRevision.Outcome back = new EarlierRevision(session).restore(record, "its deploy did not succeed");
        outcome = "on EKS " + back.text();
        return noted(back.record());
    }

    private static String byHand(CutoverRecord record, String why) {
        boolean scaled = record.rollback().target() == EksAfter.SCALE_DOWN;
        return "on EKS nothing was " + (scaled ? "scaled down" : "deleted") + ", do it by hand: " + why;
    }
}
