package io.jenkins.plugins.cutover.controller;

import hudson.model.Label;
import hudson.model.Node;
import io.jenkins.plugins.cutover.model.RemoteExecutor;
import io.jenkins.plugins.cutover.model.RemoteExecutors;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;

/**
 * The agents of this controller, by label, that connect to systems on the controller's behalf. Each use takes an agent that
 * is online at that moment, so a guard, or a rollback after its build, needs no agent of its own.
 */
final class AgentExecutors implements RemoteExecutors {
    private final String preferred;

    /** @param preferred the agent that the pipeline runs on, used first if it has the label; null for none */
    AgentExecutors(String preferred) {
        this.preferred = preferred;
    }

    @Override
    public RemoteExecutor of(String label) {
        return label.isEmpty() ? null : new AgentExecutor(label, () -> online(label));
    }

    /** Whether an agent with the label is online; true for an empty label. */
    static boolean present(String label) {
        return label.isEmpty() || !new AgentExecutors(null).online(label).isEmpty();
    }

    private List<Node> online(String label) {
        Label found = Jenkins.get().getLabel(label);
        Set<Node> nodes = found == null ? Set.of() : found.getNodes();
        return nodes.stream()
                .filter(n -> n.getChannel() != null)
                .sorted(Comparator.<Node, Boolean>comparing(
                                n -> !n.getNodeName().equals(preferred))
                        .thenComparing(Node::getNodeName))
                .toList();
    }
}
