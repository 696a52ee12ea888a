package io.jenkins.plugins.cutover.traffic.runtime;

import io.jenkins.plugins.cutover.model.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A table as HAProxy prints it: a header line that begins with {@code #}, then rows; columns are found by name. */
public final class Table {
    private final Map<String, Integer> columns = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final String command;

    private Table(String command) {
        this.command = command;
    }

    /**
     * The answer to {@code show stat}: comma separated, quoted where needed; the texts of agent checks may contain line
     * breaks.
     *
     * @param command names the answer in messages
     * @throws ProtocolException when the answer is malformed or truncated
     */
    public static Table csv(String command, String answer) {
        Table table = new Table(command);
        int end = answer.indexOf('\n');
        table.header(end < 0 ? answer : answer.substring(0, end), ",");
        if (end >= 0) {
            table.csvRows(answer.substring(end + 1));
        }
        return table;
    }

    /**
     * The answer to {@code show servers state}: a version line, then fields separated by blanks.
     *
     * @param command names the answer in messages
     * @throws ProtocolException when the answer is malformed or truncated
     */
    public static Table spaced(String command, String answer) {
        Table table = new Table(command);
        List<String> lines = answer.lines().filter(l -> !l.isBlank()).toList();
        if (lines.size() < 2 || !lines.get(0).equals("1")) {
            throw table.malformed("begins with \"" + shorten(answer) + "\", not with version 1");
        }
        table.header(lines.get(1), " ");
        lines.stream().skip(2).forEach(line -> table.add(List.of(line.split(" "))));
        return table;
    }

    /** The rows in the order of the answer. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    private void header(String line, String separator) {
        if (!line.startsWith("# ")) {
            throw malformed("begins with \"" + shorten(line) + "\", not with column names");
        }
        for (String name : line.substring(2).split(separator)) {
            if (columns.putIfAbsent(name, columns.size()) != null) {
                throw malformed("has the column " + name + " twice");
            }
        }
    }

    private void add(List<String> fields) {
        if (fields.size() < columns.size()) {
            throw malformed("has a row of " + fields.size() + " fields for " + columns.size() + " columns: cut short?");
        }
        if (fields.stream().skip(columns.size()).anyMatch(f -> !f.isEmpty())) {
            throw malformed("has a row of " + fields.size() + " fields for " + columns.size() + " columns");
        }
        rows.add(new Row(fields));
    }

    private void csvRows(String text) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append(text.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != ',' && c != '\n')) {
                field.append(c);
            } else {
                fields.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    endRow(fields);
                }
            }
        }
        if (quoted) {
            throw malformed("has a quotation mark that is not closed");
        }
        fields.add(field.toString());
        endRow(fields);
    }

    private void endRow(List<String> fields) {
        if (fields.size() > 1 || !fields.get(0).isBlank()) {
            add(List.copyOf(fields));
        }
        fields.clear();
    }

    private ProtocolException malformed(String how) {
        return new ProtocolException("the answer to \"" + command + "\" " + how);
    }

    private static String shorten(String text) {
        return Text.firstLine(text, 60);
    }

    /** One row of the table. */
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
                throw malformed("has no column " + column);
            }
            return at == null ? absent : fields.get(at);
        }

        /** A whole number. An empty field is 0: HAProxy leaves out values that do not apply. @throws ProtocolException for text */
        public long number(String column) {
            String text = text(column);
            try {
                return text.isEmpty() ? 0 : Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw malformed("has \"" + shorten(text) + "\" as a number in column " + column);
            }
        }
    }
}
