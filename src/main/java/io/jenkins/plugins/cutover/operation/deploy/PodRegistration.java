package io.jenkins.plugins.cutover.operation.deploy;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.Confirmation;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Registers the pods in HAProxy with weight 0 and waits for their first health check on every instance. */
final class PodRegistration {
    private final RecordSession session;
    private final CutoverRecord record;
    private FleetOutcome outcome;

    PodRegistration(RecordSession session, CutoverRecord record) {
        this.session = session;
        this.record = record;
    }

    /** @return what is missing, one line each; empty when every instance sees every pod healthy */
    List<String> round() {
        outcome = session.apply(record);
        List<String> missing = new ArrayList<>(outcome.problems());
        if (missing.isEmpty()) {
            session.context().clients().router(record.spec().haproxy()).read().reachable().stream()
                    .map(this::unproven)
                    .filter(line -> !line.isEmpty())
                    .forEach(missing::add);
        }
        return missing;
    }

    /** Whether an instance refused, so that waiting does not help. */
    boolean refused() {
        return !outcome.refusals().isEmpty();
    }

    Map<String, Confirmation> confirmations() {
        return session.confirmations(record, record.desired(), outcome);
    }

    private String unproven(Reachable instance) {
        List<ServerReading> servers = instance.servers(Side.EKS);
        long up = servers.stream().filter(s -> s.up() && s.checkPassed()).count();
        int wanted = record.desired().eks().size();
        if (up >= wanted) {
            return "";
        }
        String check = servers.stream()
                .filter(s -> !s.maintenance() && !s.up())
                .map(ServerReading::check)
                .filter(c -> !c.isEmpty())
                .findFirst()
                .map(c -> " (" + c + ")")
                .orElse("");
        return instance.instance() + ": " + up + " of " + wanted + " EKS servers pass their health check" + check;
    }
}
