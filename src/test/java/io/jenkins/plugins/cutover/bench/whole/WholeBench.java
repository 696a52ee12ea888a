package io.jenkins.plugins.cutover.bench.whole;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.cutover.bench.Peers;
import io.jenkins.plugins.cutover.bench.Rule;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whole cutovers through the real operations and the guard under virtual time, beside the peers' rules on the same worlds.
 * Each run has its own random numbers, from the row's name and the run's number.
 */
public final class WholeBench {
    private final int runs;
    private final List<String> names;
    private final PrintStream out;

    /** @param names of rows, or parts of them; empty for all */
    public WholeBench(int runs, List<String> names, PrintStream out) {
        this.runs = runs;
        this.names = List.copyOf(names);
        this.out = out;
    }

    /** Prints JSON, or tables while the rows are done. @return whether every row keeps its limits */
    public boolean run(boolean json) throws JsonProcessingException {
        WholeTable table = new WholeTable(json ? null : out);
        List<RowResult> results = new ArrayList<>();
        rows().forEach(row -> {
            RowResult result = result(row);
            table.add(result);
            results.add(result);
        });
        if (json) {
            out.println(new ObjectMapper()
                    .writeValueAsString(Map.of(
                            "runs",
                            runs,
                            "rows",
                            results.stream().map(RowResult::json).toList())));
        }
        return table.end(runs);
    }

    private Stream<WholeRow> rows() {
        return Stream.concat(QuietRows.all().stream(), HarmRows.all().stream())
                .filter(row -> names.isEmpty() || names.stream().anyMatch(row.name()::contains));
    }

    private RowResult result(WholeRow row) {
        List<WholeRun.Result> ours = IntStream.range(0, runs)
                .parallel()
                .mapToObj(run -> {
                    long seed = seed(row, run);
                    return WholeRun.of(row.world().apply(new Draws(seed + 1)), row.instances(), seed);
                })
                .toList();
        Map<String, RowResult.Peer> peers = new LinkedHashMap<>();
        for (Rule rule : Peers.all()) {
            peers.put(rule.name(), peer(rule, row));
        }
        return new RowResult(row, ours, peers);
    }

    private RowResult.Peer peer(Rule rule, WholeRow row) {
        return RowResult.Peer.of(IntStream.range(0, runs)
                .parallel()
                .mapToObj(run -> {
                    long seed = seed(row, run);
                    return PeerCutover.of(rule, row.world().apply(new Draws(seed + 1)), new Draws(seed));
                })
                .toList());
    }

    private static long seed(WholeRow row, int run) {
        return 1_000_003L * row.name().hashCode() + 7919L * run;
    }
}
