package io.jenkins.plugins.cutover.traffic.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A change of a file in the format of {@code diff -u} (POSIX), which {@code patch} takes. */
final class UnifiedDiff {
    private static final int CONTEXT = 3;

    private final List<String> lines;
    private final Map<Integer, List<String>> changes;
    private final StringBuilder text = new StringBuilder();
    /** By how many lines the new file is longer before the present hunk. */
    private int shift;

    private UnifiedDiff(List<String> lines, Map<Integer, List<String>> changes) {
        this.lines = lines;
        this.changes = changes;
    }

    /** @param changes by line number from 0, the lines that take the place of a line */
    static String of(String file, List<String> lines, Map<Integer, List<String>> changes) {
        TreeMap<Integer, List<String>> real = new TreeMap<>(changes);
        real.entrySet().removeIf(e -> e.getValue().equals(List.of(lines.get(e.getKey()))));
        if (real.isEmpty()) {
            return "";
        }
        UnifiedDiff diff = new UnifiedDiff(lines, real);
        diff.text.append("--- ").append(file).append("\n+++ ").append(file).append('\n');
        diff.hunks(new ArrayList<>(real.keySet()));
        return diff.text.toString();
    }

    private void hunks(List<Integer> changed) {
        int first = 0;
        for (int i = 1; i <= changed.size(); i++) {
            if (i == changed.size() || changed.get(i) - changed.get(i - 1) > 2 * CONTEXT) {
                hunk(
                        Math.max(0, changed.get(first) - CONTEXT),
                        Math.min(lines.size(), changed.get(i - 1) + CONTEXT + 1));
                first = i;
            }
        }
    }

    /** Removed lines come before the added ones of the same run, as diff prints them. */
    private void hunk(int from, int to) {
        List<String> body = new ArrayList<>();
        List<String> added = new ArrayList<>();
        int removed = 0;
        int more = 0;
        for (int i = from; i < to; i++) {
            List<String> now = changes.get(i);
            if (now == null) {
                body.addAll(added);
                added.clear();
                body.add(" " + lines.get(i));
            } else {
                body.add("-" + lines.get(i));
                now.forEach(line -> added.add("+" + line));
                removed++;
                more += now.size();
            }
        }
        body.addAll(added);
        int length = to - from;
        int after = length - removed + more;
        text.append("@@ -%d,%d +%d,%d @@%n".formatted(from + 1, length, from + 1 + shift, after));
        body.forEach(line -> text.append(line).append('\n'));
        shift += after - length;
    }
}
