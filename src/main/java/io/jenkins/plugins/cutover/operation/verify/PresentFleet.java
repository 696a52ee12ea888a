package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.reconcile.FleetDiffersException;
import io.jenkins.plugins.cutover.operation.reconcile.FleetMembership;

/**
 * The fleet of the present service file, for what judges on whatever the file says. An instance that joined is adopted.
 * Another difference is reported once: to stop would leave EKS its traffic, judged by nothing.
 */
public final class PresentFleet {
    /** The subject of the notice. */
    private static final String FILE = "service-file";

    private final RecordSession session;
    private final FleetMembership membership;
    private String differs = "";

    public PresentFleet(RecordSession session) {
        this.session = session;
        this.membership = new FleetMembership(session);
    }

    /** @return the record, stored if the fleet or the notice changed */
    public CutoverRecord of(CutoverRecord record) {
        try {
            CutoverRecord present = membership.current(record);
            differs = "";
            return session.writeChange(
                    present, session.withoutNotice(present, FILE, "the service file names the recorded fleet again"));
        } catch (FleetDiffersException e) {
            differs = e.getMessage();
            return session.writeChange(record, session.withNotice(record, FILE, differs));
        }
    }

    /** Why the service file names another fleet than the record; empty when it does not. */
    public String differs() {
        return differs;
    }
}
