package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.NodeType;
import io.jenkins.plugins.cutover.model.PriceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The prices of machines and the type of the cluster's nodes. */
final class PriceOptions {
    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "Your price table, a YAML file like examples/prices.yaml. Without it no costs are shown")
    private Path prices;

    @Option(
            names = "--node",
            paramLabel = "TYPE",
            defaultValue = "",
            description = "The type of the cluster's nodes, from the table. Default: the first")
    private String node;

    /** @return null without {@code --prices} */
    PriceTable table() {
        if (prices == null) {
            if (!node.isEmpty()) {
                throw new InvalidInputException("--node: requires --prices, the table with the node types");
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
