package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds out which column of an export is which. A column is EKS's or Mesos's by a word in its name, and has failures or
 * requests by another; options name what the words do not.
 */
final class TrafficColumns {
    private static final List<String> TIMES = List.of("t", "time", "timestamp", "date");
    private static final List<String> EKS = List.of("canary", "eks", "k8s", "kubernetes");
    private static final List<String> MESOS = List.of("baseline", "mesos", "marathon", "dcos");
    private static final List<String> FAILURES = List.of("error", "fail", "5xx");

    private TrafficColumns() {}

    static TrafficTable named(TrafficTable table, TrafficOptions options) {
        if (TrafficFile.COLUMNS.stream().allMatch(table::has)) {
            return table.has("p90_canary_over") || table.has("total_p90_canary_over") ? withP95(table) : table;
        }
        if (table.has("canary_requests") || table.has("baseline_requests")) {
            return table; // meant to have these columns: the reader names the one that is missing
        }
        Map<String, String> names = new LinkedHashMap<>();
        names.put(time(table), "t");
        options.columns().forEach((column, name) -> put(table, names, name, column));
        for (String name : table.columns().keySet().stream().sorted().toList()) {
            String column = names.containsKey(name) ? "" : guessed(name);
            if (!column.isEmpty() && !options.columns().containsKey(column)) {
                requireOne(table, names, name, column);
                put(table, names, name, column);
            }
        }
        return complete(table, names);
    }

    private static void put(TrafficTable table, Map<String, String> names, String name, String column) {
        if (!table.has(name)) {
            throw new InvalidInputException(table.path() + ": no column '" + name + "': must be one of " + list(table));
        }
        if (names.put(name, column) != null) {
            throw new InvalidInputException(table.path() + ": column '" + name + "' is given twice");
        }
    }

    /** One of several, such as a counter for each status, would be only a part of the requests. */
    private static void requireOne(TrafficTable table, Map<String, String> names, String name, String column) {
        names.entrySet().stream()
                .filter(n -> n.getValue().equals(column))
                .findFirst()
                .ifPresent(other -> {
                    throw new InvalidInputException(table.path() + ": both '" + other.getKey() + "' and '" + name
                            + "' may be " + column + ": name one with " + TrafficOptions.option(column)
                            + ", or query their sum");
                });
    }

    /** Older files have p90 in place of p95. */
    private static TrafficTable withP95(TrafficTable table) {
        Map<String, String> names = new LinkedHashMap<>();
        table.columns().keySet().forEach(name -> names.put(name, name.replace("p90_", "p95_")));
        return table.renamed(names);
    }

    private static String time(TrafficTable table) {
        return table.columns().keySet().stream()
                .filter(name -> TIMES.contains(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        table.path() + " line 1: no column for the time: must be one of " + String.join(", ", TIMES)));
    }

    private static String guessed(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean eks = EKS.stream().anyMatch(lower::contains);
        boolean mesos = MESOS.stream().anyMatch(lower::contains);
        if (eks == mesos) {
            return "";
        }
        boolean failures = FAILURES.stream().anyMatch(lower::contains);
        return (eks ? "canary" : "baseline") + (failures ? "_errors" : "_requests");
    }

    private static TrafficTable complete(TrafficTable table, Map<String, String> names) {
        TrafficFile.COLUMNS.stream()
                .filter(c -> !names.containsValue(c))
                .findFirst()
                .ifPresent(missing -> {
                    throw new InvalidInputException(table.path() + " line 1: no column is known to have " + missing
                            + "; name it with " + TrafficOptions.option(missing) + "; the columns are " + list(table));
                });
        String how = names.entrySet().stream()
                .filter(n -> !n.getValue().equals("t"))
                .map(n -> n.getValue() + " from '" + n.getKey() + "'")
                .collect(Collectors.joining(", "));
        TrafficTable renamed = table.renamed(names);
        return renamed.withRows(renamed.rows(), ", " + how);
    }

    private static String list(TrafficTable table) {
        return table.columns().keySet().stream().sorted().collect(Collectors.joining("', '", "'", "'"));
    }
}
