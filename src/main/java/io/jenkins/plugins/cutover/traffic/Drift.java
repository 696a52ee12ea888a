package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.plan.SlotPlan;
import io.jenkins.plugins.cutover.traffic.plan.TrafficPlan;
import io.jenkins.plugins.cutover.traffic.plan.TrafficPlanner;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How an instance differs from the desired traffic: what {@link Router#apply} would change there. */
final class Drift {
    private Drift() {}

    static Optional<String> of(Reachable instance, DesiredTraffic desired) {
        if (desired.share().equals(Share.ALL) && instance.resolving()) {
            return Optional.empty(); // nothing can be corrected: the name server has the addresses
        }
        TrafficPlan plan =
                TrafficPlanner.of(instance, desired, Router.TOLERANCE).plan(instance);
        SlotPlan slots = SlotPlan.of(instance, Set.copyOf(desired.eks()));
        boolean weightsDiffer = (plan.mapShare() >= 0 && plan.mapShare() != instance.mapShare())
                || !plan.raises(instance.servers()).isEmpty()
                || !plan.lowers(instance.servers()).isEmpty();
        String text = "";
        if (!plan.refusal().isEmpty() || !plan.waits().isEmpty()) {
            text = plan.refusal().isEmpty() ? "waits for " + plan.waits() : plan.refusal();
        } else if (weightsDiffer) {
            text = "EKS has " + instance.share() + ", not " + desired.share() + weights(instance.servers(), plan);
        }
        if (!slots.commands().isEmpty() || !slots.problem().isEmpty()) {
            String slotDrift =
                    slots.problem().isEmpty() ? "the EKS servers do not hold the endpoints" : slots.problem();
            text = text.isEmpty() ? slotDrift : text + "; " + slotDrift;
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static String weights(List<ServerReading> servers, TrafficPlan plan) {
        String each = servers.stream()
                .filter(s -> plan.weights().getOrDefault(s.name(), s.weight()) != s.weight())
                .limit(3)
                .map(s -> s.name() + " has weight " + s.weight() + ", not "
                        + plan.weights().get(s.name()))
                .collect(Collectors.joining(", "));
        return each.isEmpty() ? "" : " (" + each + ")";
    }
}
