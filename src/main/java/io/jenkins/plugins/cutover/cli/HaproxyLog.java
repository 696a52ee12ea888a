package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A log of HAProxy with {@code option httplog} (HAProxy's configuration manual, 8.2.3): one row for each second. A failure is
 * status 5xx, or a session that ended in state S (the server) before or within the answer.
 */
final class HaproxyLog {
    /** The accept date, frontend, backend/server, timers, status, bytes, two cookies, termination state. */
    private static final Pattern LINE =
            Pattern.compile("\\[(\\d{2}/\\w{3}/\\d{4}:\\d{2}:\\d{2}:\\d{2})(?:\\.\\d+)?] \\S+ "
                    + "([^/\\s]+)/(\\S+) (?:-?\\d+/){4}\\+?(-?\\d+) (-?\\d+) \\+?\\d+ \\S+ \\S+ (\\S{4}) ");

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss", Locale.ENGLISH);
    private static final int FAILED = 500;

    /** HAProxy answered itself, or had no server: the request is of neither side. */
    private static final String NO_SERVER = "<NOSRV>";

    private HaproxyLog() {}

    static boolean isOne(String line) {
        return LINE.matcher(line).find();
    }

    /** Requests and failures of both sides in a second. */
    private static final class Second {
        private final long[] eks = new long[2];
        private final long[] mesos = new long[2];

        void add(boolean isEks, boolean failed) {
            long[] side = isEks ? eks : mesos;
            side[0]++;
            side[1] += failed ? 1 : 0;
        }

        List<String> cells(long t) {
            return List.of(
                    String.valueOf(t),
                    String.valueOf(eks[0]),
                    String.valueOf(eks[1]),
                    String.valueOf(mesos[0]),
                    String.valueOf(mesos[1]));
        }
    }

    static TrafficTable table(Path path, List<String> lines, String eksServers) {
        Pattern eks = pattern(eksServers);
        TreeMap<Long, Second> seconds = new TreeMap<>();
        int other = 0;
        for (String line : lines) {
            Matcher found = LINE.matcher(line);
            if (found.find() && !found.group(3).equals(NO_SERVER)) {
                long at = LocalDateTime.parse(found.group(1), DATE).toEpochSecond(ZoneOffset.UTC);
                boolean failed = Integer.parseInt(found.group(5)) >= FAILED
                        || Integer.parseInt(found.group(5)) < 0
                        || found.group(6).startsWith("S");
                seconds.computeIfAbsent(at, t -> new Second())
                        .add(eks.matcher(found.group(3)).matches(), failed);
            } else {
                other += line.isBlank() ? 0 : 1;
            }
        }
        return TrafficTable.of(
                path,
                TrafficFile.COLUMNS,
                rows(seconds),
                "log of HAProxy, EKS's servers " + eksServers
                        + (other == 0 ? "" : ", " + other + " other lines left out"));
    }

    /** A second without a line is a second without requests. */
    private static List<TrafficTable.Row> rows(TreeMap<Long, Second> seconds) {
        if (seconds.isEmpty()) {
            return Collections.emptyList();
        }
        List<TrafficTable.Row> rows = new ArrayList<>();
        for (long t = seconds.firstKey(); t <= seconds.lastKey(); t++) {
            rows.add(new TrafficTable.Row(
                    rows.size() + 1, seconds.getOrDefault(t, new Second()).cells(t)));
        }
        return rows;
    }

    private static Pattern pattern(String eksServers) {
        try {
            return Pattern.compile(eksServers);
        } catch (PatternSyntaxException e) {
            throw new InvalidInputException(
                    "--eks-servers is '" + eksServers + "': must be a regular expression: " + e.getDescription());
        }
    }
}
