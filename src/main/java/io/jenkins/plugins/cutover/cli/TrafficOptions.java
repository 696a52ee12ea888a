package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How recorded traffic is to be read.
 *
 * @param columns names in the file by our names, such as {@code canary_requests}
 * @param eksServers a regular expression for the names of EKS's servers in a log of HAProxy
 * @param cumulative whether counts go on from row to row; null to refuse a file that looks so
 */
record TrafficOptions(Map<String, String> columns, String eksServers, Boolean cumulative) {
    static final TrafficOptions DEFAULT = new TrafficOptions(Map.of(), "eks.*", null);
    private static final int ENOUGH_ROWS = 20;
    private static final List<String> COUNTS = TrafficFile.COLUMNS.subList(1, TrafficFile.COLUMNS.size());

    TrafficOptions {
        columns = Map.copyOf(columns);
    }

    /** The option that names a column: {@code --eks-requests} for {@code canary_requests}. */
    static String option(String column) {
        String side = column.startsWith("canary") ? "eks" : "mesos";
        return "--" + side + "-"
                + column.substring(column.indexOf('_') + 1).replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /** The table with counts since the previous row. */
    TrafficTable counts(TrafficTable table) {
        if (!COUNTS.stream().allMatch(table::has)) {
            return table;
        }
        boolean looksSo = neverFalls(table);
        if (cumulative == null && looksSo) {
            throw new InvalidInputException(table.path() + ": its counts of requests never fall over "
                    + table.rows().size()
                    + " rows, so they look like counters since a start: say --cumulative, or --no-cumulative");
        }
        return Boolean.TRUE.equals(cumulative) ? differences(table) : table;
    }

    /** Counts that only grow, on both sides, to many times what they were. */
    private static boolean neverFalls(TrafficTable table) {
        if (table.rows().size() < ENOUGH_ROWS) {
            return false;
        }
        return List.of("canary_requests", "baseline_requests").stream().allMatch(column -> {
            double before = Double.NEGATIVE_INFINITY;
            double first = Double.NaN;
            for (TrafficTable.Row row : table.rows()) {
                double now = number(table, row, column).orElse(-1.0);
                first = Double.isNaN(first) ? now : first;
                if (now < before) {
                    return false;
                }
                before = now;
            }
            return before > first && distinct(table, column) > table.rows().size() / 2;
        });
    }

    private static long distinct(TrafficTable table, String column) {
        return table.rows().stream().map(r -> table.cell(r, column)).distinct().count();
    }

    private static TrafficTable differences(TrafficTable table) {
        List<TrafficTable.Row> rows = new ArrayList<>();
        int dropped = 0;
        for (int i = 1; i < table.rows().size(); i++) {
            Optional<TrafficTable.Row> row =
                    difference(table, table.rows().get(i - 1), table.rows().get(i));
            row.ifPresent(rows::add);
            dropped += row.isPresent() ? 0 : 1;
        }
        return table.withRows(
                rows,
                ", cumulative" + (dropped == 0 ? "" : ", " + dropped + " rows with a counter that fell left out"));
    }

    /** @return empty where a counter fell: its source was started again */
    private static Optional<TrafficTable.Row> difference(
            TrafficTable table, TrafficTable.Row before, TrafficTable.Row now) {
        List<String> cells = new ArrayList<>(now.cells());
        for (String column : table.columns().keySet()) {
            boolean stays = column.equals("t") || TrafficFile.OPEN.contains(column);
            if (stays) {
                continue;
            }
            double was = known(table, before, column);
            double is = known(table, now, column);
            if (is < was) {
                return Optional.empty();
            }
            cells.set(table.columns().get(column), String.valueOf(Math.round(is - was)));
        }
        return Optional.of(new TrafficTable.Row(now.line(), cells));
    }

    private static double known(TrafficTable table, TrafficTable.Row row, String column) {
        return number(table, row, column)
                .orElseThrow(() -> table.bad(row, column + " is '" + table.cell(row, column) + "': must be a number"));
    }

    private static Optional<Double> number(TrafficTable table, TrafficTable.Row row, String column) {
        try {
            return Optional.of(Double.parseDouble(table.cell(row, column)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
