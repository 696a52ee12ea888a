package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import io.jenkins.plugins.cutover.traffic.plan.ServersInUse;
import io.jenkins.plugins.cutover.traffic.plan.SlotPlan;
import io.jenkins.plugins.cutover.traffic.plan.TrafficPlan;
import io.jenkins.plugins.cutover.traffic.plan.TrafficPlanner;
import io.jenkins.plugins.cutover.traffic.runtime.RuntimeCommands;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What {@link Router#apply} would send to one instance now.
 *
 * @param commands in the order in which they would be sent; none when the instance is already set
 * @param problem what prevents the change, or what must happen before the rest is known; empty when nothing does
 */
public record PlannedChange(InstanceAddress instance, List<String> commands, String problem) implements Serializable {
    public PlannedChange {
        commands = List.copyOf(commands);
    }

    /** @param tolerance of the share, in percentage points */
    public static PlannedChange of(
            InstanceReading reading, DesiredTraffic desired, HaproxySpec spec, double tolerance) {
        return reading instanceof Reachable now
                ? of(now, desired, spec, tolerance)
                : new PlannedChange(reading.instance(), List.of(), ((Unreachable) reading).reason());
    }

    private static PlannedChange of(Reachable now, DesiredTraffic desired, HaproxySpec spec, double tolerance) {
        List<String> commands = new ArrayList<>(new ServersInUse(desired).undrain(now));
        SlotPlan slots = SlotPlan.of(now, Set.copyOf(desired.eks()));
        boolean rollback = desired.share().equals(Share.NONE);
        TrafficPlan plan = TrafficPlanner.of(now, desired, tolerance).plan(now);
        if (!rollback) {
            commands.addAll(slots.commands());
        }
        commands.addAll(plan.raises(now.servers()));
        if (plan.mapShare() >= 0 && plan.mapShare() != now.mapShare()) {
            commands.add(RuntimeCommands.mapShare(spec.split(), plan.mapShare()));
        }
        commands.addAll(plan.lowers(now.servers()));
        if (rollback) {
            commands.addAll(slots.commands());
        }
        String waits = plan.waits().isEmpty() ? "" : "waits for " + plan.waits();
        String problem = !plan.refusal().isEmpty() ? plan.refusal() : rollback ? waits : slots.problem() + waits;
        return new PlannedChange(now.instance(), commands, problem);
    }

    /** One line for each command, or one that says why there is none. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        commands.forEach(c -> lines.add(instance + ": " + c));
        if (!problem.isEmpty()) {
            lines.add(instance + ": " + problem);
        }
        return lines.isEmpty() ? List.of(instance + ": nothing to change") : lines;
    }
}
