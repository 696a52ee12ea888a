package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import io.jenkins.plugins.cutover.traffic.dialogue.RuntimeCommands;
import io.jenkins.plugins.cutover.traffic.plan.ServersInUse;
import io.jenkins.plugins.cutover.traffic.plan.SlotPlan;
import io.jenkins.plugins.cutover.traffic.plan.TrafficPlan;
import io.jenkins.plugins.cutover.traffic.plan.TrafficPlanner;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What {@link Router#apply} would send to one instance now.
 *
 * @param commands in the order in which they would be sent; none when the instance is right already
 * @param problem what stands in the way, or is waited for before the rest can be known; empty when nothing does
 */
public record PlannedChange(InstanceAddress instance, List<String> commands, String problem) implements Serializable {
    public PlannedChange {
        commands = List.copyOf(commands);
    }

    public static PlannedChange of(
            InstanceReading reading, DesiredTraffic desired, HaproxySpec spec, double tolerance) {
        return reading instanceof Reachable now
                ? of(now, desired, spec, tolerance)
                : new PlannedChange(reading.instance(), List.of(), ((Unreachable) reading).reason());
    }

    private static PlannedChange of(Reachable now, DesiredTraffic desired, HaproxySpec spec, double tolerance) {
        List<String> commands = new ArrayList<>(new ServersInUse(desired).wake(now));
        SlotPlan slots = SlotPlan.of(now, Set.copyOf(desired.eks()));
        boolean back = desired.share().equals(Share.NONE);
        TrafficPlan plan = TrafficPlanner.of(now, desired, tolerance).plan(now);
        if (!back) {
            commands.addAll(slots.commands());
        }
        commands.addAll(plan.raises(now.servers()));
        if (plan.draw() >= 0 && plan.draw() != now.draw()) {
            commands.add(RuntimeCommands.draw(spec.split(), plan.draw()));
        }
        commands.addAll(plan.lowers(now.servers()));
        if (back) {
            commands.addAll(slots.commands());
        }
        String waits = plan.waits().isEmpty() ? "" : "waits for " + plan.waits();
        String problem = !plan.refusal().isEmpty() ? plan.refusal() : back ? waits : slots.problem() + waits;
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
