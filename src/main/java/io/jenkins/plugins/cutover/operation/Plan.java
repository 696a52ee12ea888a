package io.jenkins.plugins.cutover.operation;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What a cutover would meet, found out without changing anything.
 *
 * @param service the service's name
 * @param findings of every system, worst first
 * @param changes what a deploy would change on the cluster, by the server's own answer; empty when something is in the
 *     way
 */
public record Plan(String service, List<Finding> findings, List<String> changes) {

    public static Plan of(Context context, ServiceSpec spec) {
        List<Finding> findings = new ArrayList<>(new Preflight(context, spec).findings(new ManifestSource(spec, "")));
        List<String> changes = List.of();
        if (findings.stream().noneMatch(Finding::blocks)) {
            try {
                changes = new Deploy(context, spec, "").dryRun();
            } catch (CutoverException e) {
                findings.add(Finding.blocker("deploy", e.getMessage()));
            }
        }
        return new Plan(spec.service(), findings, changes);
    }

    public boolean ready() {
        return findings.stream().noneMatch(Finding::blocks);
    }
}
