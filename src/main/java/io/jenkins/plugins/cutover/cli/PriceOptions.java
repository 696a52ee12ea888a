package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.NodeType;
import io.jenkins.plugins.cutover.model.PriceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What machines cost, and of which type the cluster's nodes are. */
final class PriceOptions {
    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "Your price table, a YAML file as examples/prices.yaml; without it nothing is said of costs")
    private Path prices;

    @Option(
            names = "--node",
            paramLabel = "TYPE",
            defaultValue = "",
            description = "The type of the cluster's nodes, out of the table. Default: its first")
    private String node;

    /** @return null when none was given */
    PriceTable table() {
        if (prices == null) {
            if (!node.isEmpty()) {
                throw new InvalidInputException("--node: it needs --prices, the table that says what a node is");
            }
            return null;
        }
        try {
            return PriceTable.yaml(prices.toString(), Files.readString(prices));
        } catch (IOException e) {
            throw new InvalidInputException(
                    "--prices: \"" + prices + "\" cannot be read: no such file, or no permission");
        }
    }

    /** @return null without a table */
    NodeType node(PriceTable table) {
        return table == null ? null : table.node(node);
    }
}
