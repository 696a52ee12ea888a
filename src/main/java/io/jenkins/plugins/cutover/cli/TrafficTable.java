package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Recorded traffic as columns with names, whatever format it was read from.
 *
 * @param path of the file
 * @param columns their places by name
 * @param rows in the order of the file
 * @param how it was read, for people: {@code CSV with ';'}
 */
record TrafficTable(Path path, Map<String, Integer> columns, List<Row> rows, String how) {
    TrafficTable {
        columns = Map.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** @param line in the file, from 1 */
    record Row(int line, List<String> cells) {}

    static TrafficTable of(Path path, List<String> names, List<Row> rows, String how) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (places.put(names.get(i), i) != null) {
                throw new InvalidInputException(path + " line 1: column " + names.get(i) + " appears twice");
            }
        }
        for (Row row : rows) {
            if (row.cells().size() != names.size()) {
                throw new InvalidInputException(path + " line " + row.line() + ": has "
                        + row.cells().size() + " values: must be " + names.size());
            }
        }
        return new TrafficTable(path, places, rows, how);
    }

    boolean has(String column) {
        return columns.containsKey(column);
    }

    String cell(Row row, String column) {
        return row.cells().get(columns.get(column)).strip();
    }

    InvalidInputException bad(Row row, String what) {
        return new InvalidInputException(path + " line " + row.line() + ": " + what);
    }

    /** The same with other names for its columns; a column without one is left out. */
    TrafficTable renamed(Map<String, String> names) {
        List<String> kept = new ArrayList<>(names.values());
        List<String> from = new ArrayList<>(names.keySet());
        List<Row> cells = rows.stream()
                .map(r -> new Row(r.line(), from.stream().map(n -> cell(r, n)).toList()))
                .toList();
        return of(path, kept, cells, how);
    }

    TrafficTable withRows(List<Row> others, String more) {
        return new TrafficTable(path, columns, others, how + more);
    }
}
