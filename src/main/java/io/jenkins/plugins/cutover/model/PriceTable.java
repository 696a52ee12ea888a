package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What machines cost, as the user says.
 *
 * @param currency how amounts are called
 * @param hours of a month
 * @param mesos the type of the Mesos agents
 * @param nodes the types that the cluster may have, by name, in the file's order; at least one
 */
public record PriceTable(String currency, double hours, NodeType mesos, Map<String, NodeType> nodes) {
    /** 365 days in twelve parts. */
    private static final double HOURS_OF_A_MONTH = 730;

    /**
     * @param origin what the text is, for messages
     * @throws InvalidInputException naming every fault
     */
    public static PriceTable yaml(String origin, String text) {
        List<String> faults = new ArrayList<>();
        try {
            Fields f = new Fields("", Yaml.mapper().readTree(text), faults);
            PriceTable table = new PriceTable(
                    f.text("currency", "USD"),
                    f.number("hoursPerMonth", HOURS_OF_A_MONTH, 1, 744),
                    NodeType.read("a Mesos agent", f.section("mesos")),
                    nodes(f, faults));
            f.noOthers();
            if (faults.isEmpty()) {
                return table;
            }
        } catch (JsonProcessingException e) {
            faults.add("not YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        throw new InvalidInputException(
                faults.stream().map(fault -> origin + ": " + fault).toList());
    }

    private static Map<String, NodeType> nodes(Fields f, List<String> faults) {
        Map<String, NodeType> nodes = new LinkedHashMap<>();
        JsonNode all = f.raw("nodes");
        if (all != null && all.isObject()) {
            all.fieldNames()
                    .forEachRemaining(name -> nodes.put(
                            name, NodeType.read(name, new Fields(f.at("nodes") + "." + name, all.get(name), faults))));
        }
        if (nodes.isEmpty()) {
            f.fault("nodes", "missing; it maps type names to {cpus, memory, pods, hourly}");
        }
        return nodes;
    }

    /** @throws InvalidInputException naming the types that are there */
    public NodeType node(String name) {
        NodeType type = name.isEmpty() ? nodes.values().iterator().next() : nodes.get(name);
        if (type == null) {
            throw new InvalidInputException("node type \"" + name + "\" is not in the price table; it has "
                    + String.join(", ", nodes.keySet()));
        }
        return type;
    }

    public double monthly(NodeType type, double machines) {
        return machines * type.hourly() * hours;
    }
}
