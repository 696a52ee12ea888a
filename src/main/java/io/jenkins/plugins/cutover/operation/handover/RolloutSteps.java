package io.jenkins.plugins.cutover.operation.handover;

import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.traffic.config.EksForm;
import java.util.ArrayList;
import java.util.List;

/** How people bring the end state into the configuration of a fleet. */
final class RolloutSteps {
    private RolloutSteps() {}

    static List<String> of(ServiceSpec spec, EksForm form, boolean withoutMesos) {
        List<String> steps = new ArrayList<>();
        if (form instanceof EksForm.Resolved resolved) {
            steps.add("Make sure that haproxy.cfg has the section \"resolvers " + resolved.resolvers()
                    + "\" with a nameserver that knows " + resolved.name() + ".");
        }
        if (spec.haproxy().split() != null) {
            steps.add("Write \"" + spec.haproxy().split().key() + " 10000\" into "
                    + spec.haproxy().split().map() + " on each instance: a reload reads it again.");
        }
        steps.add(
                "Put the lines into haproxy.cfg of one instance (with marathon-lb: into its template), the passive one"
                        + " first, or apply the diff with patch. Keep other settings of your server lines, such as ssl.");
        steps.add(
                "Run haproxy -c on the file. Reload the instance. A dump of \"show servers state\" right before keeps the"
                        + " addresses that were resolved.");
        steps.add("Run ./cutover handover --service " + spec.service() + (withoutMesos ? " --final" : "")
                + " --prove, or the step handOver: it names each instance that is not in the form yet.");
        steps.add("Do the same on the next instance.");
        return numbered(steps);
    }

    private static List<String> numbered(List<String> steps) {
        List<String> all = new ArrayList<>();
        steps.forEach(step -> all.add(all.size() + 1 + ". " + step));
        return all;
    }
}
