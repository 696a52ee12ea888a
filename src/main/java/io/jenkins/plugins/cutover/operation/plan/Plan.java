package io.jenkins.plugins.cutover.operation.plan;

import io.jenkins.plugins.cutover.capacity.Demand;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.NodeType;
import io.jenkins.plugins.cutover.model.PriceTable;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.deploy.ManifestSource;
import io.jenkins.plugins.cutover.operation.deploy.ServicePreflight;
import io.jenkins.plugins.cutover.operation.engine.Context;
import java.util.ArrayList;
import java.util.List;

/**
 * What a cutover would meet, found out without changing anything.
 *
 * @param service the service's name
 * @param findings of every system, worst first
 * @param changes what a deploy would change on the cluster, by the server's own answer; empty when something is in the
 *     way
 * @param mesos what the service has on Mesos; null when Marathon did not say
 * @param eks what it asks for on EKS; null when it is not known
 * @param cost of the two; null without a price table, or when one is not known
 * @param rates the traffic that each phase needs, in the order of the phases
 */
public record Plan(
        String service,
        List<Finding> findings,
        List<String> changes,
        Demand mesos,
        Demand eks,
        Cost cost,
        List<NeededRate> rates) {

    /** @param prices null for none, and then {@code node} does not count */
    public static Plan of(Context context, ServiceSpec spec, PriceTable prices, NodeType node) {
        ServicePreflight preflight = new ServicePreflight(context, spec);
        List<Finding> findings = new ArrayList<>(preflight.findings(new ManifestSource(spec, "")));
        List<String> changes = List.of();
        if (findings.stream().noneMatch(Finding::blocks)) {
            try {
                changes = new Deploy(context, spec, "").dryRun();
            } catch (CutoverException e) {
                findings.add(Finding.blocker("deploy", e.getMessage()));
            }
        }
        Demand mesos = preflight.mesosNeed();
        Demand eks = preflight.eksNeed();
        boolean costed = prices != null && mesos != null && eks != null;
        return new Plan(
                spec.service(),
                findings,
                changes,
                mesos,
                eks,
                costed ? Cost.of(List.of(mesos), List.of(eks), prices, node) : null,
                rates(spec, eks == null ? 1 : Math.max(1, eks.copies())));
    }

    private static List<NeededRate> rates(ServiceSpec spec, int pods) {
        return spec.phases().stream()
                .map(phase -> NeededRate.of(spec, phase, pods))
                .toList();
    }

    public boolean ready() {
        return findings.stream().noneMatch(Finding::blocks);
    }
}
