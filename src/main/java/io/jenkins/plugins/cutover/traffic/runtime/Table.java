package io.jenkins.plugins.cutover.traffic.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A table as HAProxy prints it: a header line that begins with {@code #}, then rows; columns are found by name. */
public final class Table {
    private final Map<String, Integer> columns = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final String what;

    private Table(String what) {
        this.what = what;
    }

    /** The answer to {@code show stat}: comma separated, quoted where needed. */
    public static Table csv(String what, String answer) {
        Table table = new Table(what);
        List<String> lines = answer.lines().filter(l -> !l.isBlank()).toList();
        table.header(lines.isEmpty() ? "" : lines.get(0), ",");
        lines.stream().skip(1).forEach(line -> table.add(table.csvFields(line)));
        return table;
    }

    /** The answer to {@code show servers state}: a version line, then fields separated by blanks. */
    public static Table spaced(String what, String answer) {
        Table table = new Table(what);
        List<String> lines = answer.lines().filter(l -> !l.isBlank()).toList();
        if (lines.size() < 2 || !lines.get(0).equals("1")) {
            throw table.wrong("begins with \"" + shorten(answer) + "\" and not with version 1");
        }
        table.header(lines.get(1), " ");
        lines.stream().skip(2).forEach(line -> table.add(List.of(line.split(" "))));
        return table;
    }

    public List<Row> rows() {
        return List.copyOf(rows);
    }

    private void header(String line, String separator) {
        if (!line.startsWith("# ")) {
            throw wrong("begins with \"" + shorten(line) + "\" and not with column names");
        }
        for (String name : line.substring(2).split(separator)) {
            if (columns.putIfAbsent(name, columns.size()) != null) {
                throw wrong("has the column " + name + " twice");
            }
        }
    }

    private void add(List<String> fields) {
        if (fields.size() < columns.size()) {
            throw wrong("has a row of " + fields.size() + " fields for " + columns.size() + " columns: cut short?");
        }
        if (fields.stream().skip(columns.size()).anyMatch(f -> !f.isEmpty())) {
            throw wrong("has a row of " + fields.size() + " fields for " + columns.size() + " columns");
        }
        rows.add(new Row(fields));
    }

    private List<String> csvFields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean doubled = c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
            if (doubled) {
                field.append(line.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw wrong("has a quotation mark that is never closed");
        }
        fields.add(field.toString());
        return fields;
    }

    private ProtocolException wrong(String how) {
        return new ProtocolException("the answer to \"" + what + "\" " + how);
    }

    private static String shorten(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 60 ? line.substring(0, 60) + "..." : line;
    }

    /** One row. */
    public final class Row {
        private final List<String> fields;

        private Row(List<String> fields) {
            this.fields = fields;
        }

        /** @throws ProtocolException when there is no such column */
        public String text(String column) {
            return optional(column, null);
        }

        /** @return the field, or {@code absent} where this version of HAProxy has no such column */
        public String optional(String column, String absent) {
            Integer at = columns.get(column);
            if (at == null && absent == null) {
                throw wrong("has no column " + column);
            }
            return at == null ? absent : fields.get(at);
        }

        /** A whole number; an empty field is 0, as HAProxy leaves out what does not apply. */
        public long number(String column) {
            String text = text(column);
            try {
                return text.isEmpty() ? 0 : Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw wrong("has \"" + shorten(text) + "\" as a number in column " + column);
            }
        }
    }
}
