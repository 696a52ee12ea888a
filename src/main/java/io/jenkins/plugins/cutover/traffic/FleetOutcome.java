package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.traffic.InstanceOutcome.Confirmed;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome.Pending;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome.Refused;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome.Unknown;
import java.io.Serializable;
import java.util.List;

/**
 * The result of {@link Router#apply} for the whole fleet.
 *
 * @param instances one for each address of the specification, in its order
 */
public record FleetOutcome(List<InstanceOutcome> instances) implements Serializable {
    public FleetOutcome {
        instances = List.copyOf(instances);
    }

    /** Whether every instance is confirmed. */
    public boolean confirmed() {
        return instances.stream().allMatch(Confirmed.class::isInstance);
    }

    /** Whether it is enough to apply again later: nothing is refused or unknown, but some instance is not ready yet. */
    public boolean pending() {
        return !confirmed() && instances.stream().allMatch(i -> i instanceof Confirmed || i instanceof Pending);
    }

    /** The instances that are confirmed. */
    public List<Confirmed> confirmations() {
        return only(Confirmed.class);
    }

    /** The instances that answered and could not be set. */
    public List<Refused> refusals() {
        return only(Refused.class);
    }

    /** The instances that did not answer in time. */
    public List<Unknown> unknowns() {
        return only(Unknown.class);
    }

    /** The instances that are not confirmed, one line each. */
    public List<String> problems() {
        return instances.stream()
                .filter(i -> !(i instanceof Confirmed))
                .map(InstanceOutcome::text)
                .toList();
    }

    private <T extends InstanceOutcome> List<T> only(Class<T> type) {
        return instances.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
