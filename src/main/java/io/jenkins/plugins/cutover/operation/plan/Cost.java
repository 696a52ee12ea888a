package io.jenkins.plugins.cutover.operation.plan;

import io.jenkins.plugins.cutover.capacity.Demand;
import io.jenkins.plugins.cutover.capacity.NodeCapacity;
import io.jenkins.plugins.cutover.model.NodeType;
import io.jenkins.plugins.cutover.model.PriceTable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The machines that services need on both sides, and their monthly cost. By share: each service pays for the fraction of
 * machines that it fills. By machine: whole machines that hold these services only. A service whose pod fits on no node of
 * the type, or whose task fits on no agent, is in no figure of either side, so that both can be compared.
 *
 * @param node the type of the cluster's nodes
 * @param agents Mesos agents that are filled, a fraction
 * @param nodes nodes that are filled, a fraction
 * @param wholeAgents Mesos agents that hold everything
 * @param wholeNodes nodes that hold everything
 * @param tooBig the names of the services that do not fit on one machine
 * @param mesosMonthly the price of {@code agents} for a month
 * @param eksMonthly the price of {@code nodes} for a month
 * @param mesosWholeMonthly the price of {@code wholeAgents} for a month
 * @param eksWholeMonthly the price of {@code wholeNodes} for a month
 */
public record Cost(
        String currency,
        String node,
        double agents,
        double nodes,
        int wholeAgents,
        int wholeNodes,
        List<String> tooBig,
        double mesosMonthly,
        double eksMonthly,
        double mesosWholeMonthly,
        double eksWholeMonthly) {

    /** @param mesos the same services as {@code eks}, by name */
    static Cost of(List<Demand> mesos, List<Demand> eks, PriceTable prices, NodeType node) {
        NodeCapacity agent = NodeCapacity.onMesos(prices.mesos());
        NodeCapacity room = NodeCapacity.onEks(node);
        Set<String> tooBig = new TreeSet<>();
        mesos.stream().filter(n -> !agent.holds(n)).map(Demand::name).forEach(tooBig::add);
        eks.stream().filter(n -> !room.holds(n)).map(Demand::name).forEach(tooBig::add);
        List<Demand> left = without(tooBig, mesos);
        List<Demand> right = without(tooBig, eks);
        double agents = left.stream().mapToDouble(agent::share).sum();
        double nodes = right.stream().mapToDouble(room::share).sum();
        int wholeAgents = agent.machines(left);
        int wholeNodes = room.machines(right);
        return new Cost(
                prices.currency(),
                node.name(),
                agents,
                nodes,
                wholeAgents,
                wholeNodes,
                List.copyOf(tooBig),
                prices.monthly(prices.mesos(), agents),
                prices.monthly(node, nodes),
                prices.monthly(prices.mesos(), wholeAgents),
                prices.monthly(node, wholeNodes));
    }

    private static List<Demand> without(Set<String> names, List<Demand> needs) {
        return needs.stream().filter(n -> !names.contains(n.name())).toList();
    }
}
