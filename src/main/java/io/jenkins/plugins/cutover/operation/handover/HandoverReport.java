package io.jenkins.plugins.cutover.operation.handover;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.config.BackendText;
import io.jenkins.plugins.cutover.traffic.config.EksForm;
import io.jenkins.plugins.cutover.traffic.config.EndState;
import java.util.Map;
import java.util.TreeMap;

/** The result of a handover, for a pipeline and the command line. */
final class HandoverReport {
    private HandoverReport() {}

    static Map<String, Object> of(CutoverRecord record, EksForm form, FleetReading fleet) {
        EndState end = endState(record, form);
        Map<String, Object> instances = new TreeMap<>();
        record.handed().instances().forEach((name, i) -> instances.put(name, i.text()));
        Map<String, Object> configuration = new TreeMap<>();
        fleet.reachable().forEach(i -> configuration.put(i.instance().toString(), BackendText.of(i, end)));
        Map<String, Object> result = new TreeMap<>();
        result.put("service", record.service());
        result.put("form", record.handed().form().name());
        result.put("proven", record.handed().provenAt() != null);
        result.put("instances", instances);
        result.put("configuration", configuration);
        result.put("steps", RolloutSteps.of(record.spec(), form, record.handed().withoutMesos()));
        result.put("warning", HandoverCheck.warning(record).orElse(""));
        return result;
    }

    /** The comments in the configuration name the cutover by its service and the time when it was opened. */
    static EndState endState(CutoverRecord record, EksForm form) {
        return new EndState(
                record.spec().haproxy(),
                form,
                record.handed().withoutMesos(),
                record.service() + ", cutover of " + record.openedAt());
    }
}
