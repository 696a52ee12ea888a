package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.journal.JournalFailureException;
import io.jenkins.plugins.cutover.journal.JournalUnavailableException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.reconcile.TrafficRollback;
import java.util.function.Supplier;

/**
 * A step or a guard of a service with traffic on EKS that cannot store its decisions must end. It never leaves traffic on
 * EKS that nothing judges: the traffic goes back to Mesos first. A full disk ends the step at once, a journal in a cluster
 * after it did not answer for some time.
 */
public final class JournalLoss {
    /** Fewer than the tries after which the runner gives the step up; one takes at least two seconds. */
    private static final int TRIES = 12;

    private final RecordSession session;
    private final String service;
    private int unavailable;

    public JournalLoss(RecordSession session, String service) {
        this.session = session;
        this.service = service;
    }

    /** Runs a round of a guard: it judges on from memory while a journal in a cluster does not answer. */
    public Tick round(Supplier<Tick> round) {
        try {
            return round.get();
        } catch (JournalFailureException failed) {
            return end(failed);
        }
    }

    /** Runs a tick of the step. */
    public Tick tick(Supplier<Tick> step) {
        try {
            Tick tick = round(step);
            unavailable = 0;
            return tick;
        } catch (JournalUnavailableException away) {
            if (++unavailable < TRIES) {
                throw away;
            }
            return end(away);
        }
    }

    private Tick end(CutoverException why) {
        CutoverRecord record = session.read(service);
        if (record.share().equals(Share.NONE) || record.state().returning()) {
            throw why;
        }
        TrafficRollback.Result back = new TrafficRollback(session).start(record, why.getMessage(), false);
        return new Tick.Failed(why.getMessage() + "; " + back.text());
    }
}
