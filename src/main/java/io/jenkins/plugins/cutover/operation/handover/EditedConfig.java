package io.jenkins.plugins.cutover.operation.handover;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.config.BackendText;
import io.jenkins.plugins.cutover.traffic.config.ConfigCheck;
import io.jenkins.plugins.cutover.traffic.config.ConfigEdit;
import io.jenkins.plugins.cutover.traffic.config.EndState;

/**
 * A haproxy.cfg with the end state of a cutover.
 *
 * @param text the new file
 * @param diff the change; empty when nothing changes
 * @param usable false when the haproxy of this machine refuses it, or reads another end state from it
 * @param check what the haproxy of this machine says, or why it was not tried
 */
public record EditedConfig(String text, String diff, boolean usable, String check) {

    /**
     * @param record a cutover whose handover began
     * @param file the name of the file, for the diff
     * @param before its content
     * @throws CutoverException when no instance answers, or the file has not the backend
     */
    public static EditedConfig of(Context context, CutoverRecord record, String file, String before) {
        EndState end = HandoverReport.endState(
                record, HandoverForms.of(record.spec(), record.desired().eks()));
        Reachable instance = context.clients().router(end.spec()).read().reachable().stream()
                .findFirst()
                .orElseThrow(() -> new CutoverException("no HAProxy instance of " + record.service()
                        + " answers, so the number of its servers is not known; try again"));
        ConfigEdit edit = ConfigEdit.of(before, end, BackendText.servers(instance));
        ConfigCheck check = ConfigCheck.of(before, edit.text(), end);
        return new EditedConfig(edit.text(), edit.diff(file), check.passed() || !check.tried(), check.text());
    }
}
