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
 * What becomes of EKS at the end of a rollback: done once, or given up after a few tries and told. Mesos is whole by
 * then and serves; what is left on EKS costs money, not users, and must not keep the cutover open and its environment
 * closed to others.
 */
final class EksCleanup {
    private static final int TRIES = 3;

    /** What a deploy sent may take effect so long after, answered or not: a request's deadline and what lies on the way. */
    private static final Duration ARRIVES = Duration.ofSeconds(20);

    private final RecordSession session;
    /** What was done, or given up; null before. Somebody else may wish for more meanwhile. */
    private EksAfter done;

    private int tries;

    EksCleanup(RecordSession session) {
        this.session = session;
    }

    /**
     * @return the record with what is to be told of it, not stored yet
     * @throws CutoverException when it failed and is to be tried again
     */
    CutoverRecord round(CutoverRecord record) {
        EksAfter wished = record.rollback().target();
        if (wished == done || record.deployment() == null) {
            return record;
        }
        Duration onItsWay = onItsWay(record);
        if (!onItsWay.isNegative() && !onItsWay.isZero()) {
            throw new CutoverException(
                    "EKS is left in " + Durations.text(onItsWay) + ": what its deploy sent may still arrive");
        }
        try {
            CutoverRecord left = left(record);
            done = wished;
            return left;
        } catch (StaleRecordException moved) {
            throw moved;
        } catch (CutoverException e) {
            if (++tries < TRIES) {
                throw e;
            }
            done = wished;
            tries = 0;
            return record.with(d -> d.event(session.event("eks", byHand(record, e.getMessage()))));
        }
    }

    /** A deploy that did not come to its end may have sent what nobody was told the fate of. */
    private Duration onItsWay(CutoverRecord record) {
        boolean known = !record.deployment().revision().isEmpty();
        return known || record.rollback().target() == EksAfter.KEEP
                ? Duration.ZERO
                : ARRIVES.minus(Duration.between(record.deployment().startedAt(), session.now())
                        .abs());
    }

    private CutoverRecord left(CutoverRecord record) {
        EksAfter after = record.rollback().target();
        if (after == EksAfter.KEEP) {
            return EarlierRevision.owed(record) ? putBack(record) : record;
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

    /** Mesos serves again whatever EKS does: one try, and what became of it is told. */
    private CutoverRecord putBack(CutoverRecord record) {
        EarlierRevision.Outcome back =
                new EarlierRevision(session).putBack(record, "its deploy did not come to a good end");
        return back.record().with(d -> d.event(session.event("eks", "on EKS " + back.text())));
    }

    private static String byHand(CutoverRecord record, String why) {
        boolean scaled = record.rollback().target() == EksAfter.SCALE_DOWN;
        return "on EKS nothing was " + (scaled ? "scaled down" : "deleted") + ", do it by hand: " + why;
    }
}
