package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Endings;
import io.jenkins.plugins.cutover.judge.OpenRequests;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Recorded traffic: a CSV file with a header and one row for each poll, with the counts since the previous row. */
record TrafficFile(Path path, List<Poll> polls, boolean hasLatency, boolean hasRetries, boolean hasKinds) {
    static final List<String> COLUMNS =
            List.of("t", "canary_requests", "canary_errors", "baseline_requests", "baseline_errors");
    static final List<String> RETRIES = List.of("canary_retries", "baseline_retries");
    private static final List<String> QUANTILES = List.of("p50", "p90", "p99");
    private static final List<String> PARTS = List.of("canary_over", "canary_total", "baseline_over", "baseline_total");
    /** Four columns for each quantile: p50_canary_over, p50_canary_total and so on. */
    static final List<String> LATENCY = QUANTILES.stream()
            .flatMap(q -> PARTS.stream().map(part -> q + "_" + part))
            .toList();

    /** The same for the time until the last byte: total_p50_canary_over and so on. */
    static final List<String> TOTALS = LATENCY.stream().map(n -> "total_" + n).toList();

    static final List<String> OPEN = List.of("canary_open", "baseline_open");
    /** Two columns for each kind of harm but plain failures: canary_not_found, baseline_not_found and so on. */
    static final List<List<String>> KINDS = Arrays.stream(HarmKind.values())
            .filter(k -> k != HarmKind.FAILED)
            .map(k -> List.of(column("canary", k), column("baseline", k)))
            .toList();

    private static final List<List<String>> GROUPS = Stream.concat(
                    Stream.of(RETRIES, LATENCY, TOTALS, OPEN), KINDS.stream())
            .toList();

    private static String column(String side, HarmKind kind) {
        return side + "_" + kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws InvalidInputException with one line that names the file, the line and the valid values
     */
    static TrafficFile read(Path path) {
        List<String> lines = lines(path);
        if (lines.isEmpty()) {
            throw new InvalidInputException(
                    path + ": is empty: must start with the header " + String.join(",", COLUMNS));
        }
        Map<String, Integer> columns = header(path, lines.get(0).replace("\uFEFF", ""));
        List<Poll> polls = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                Row row = new Row(path, i + 1, columns, lines.get(i).split(",", -1));
                polls.add(row.poll(
                        polls.isEmpty() ? Double.NEGATIVE_INFINITY : last(polls).seconds()));
            }
        }
        if (polls.isEmpty()) {
            throw new InvalidInputException(path + ": has no rows: nothing to judge");
        }
        return new TrafficFile(
                path,
                polls,
                columns.containsKey(LATENCY.get(0)) || columns.containsKey(TOTALS.get(0)),
                columns.containsKey(RETRIES.get(0)),
                columns.containsKey(OPEN.get(0)) || KINDS.stream().anyMatch(k -> columns.containsKey(k.get(0))));
    }

    /** The start of the first row's interval: assumed as long as that of the second row. */
    double start() {
        double first = polls.get(0).seconds();
        return polls.size() < 2 ? first : 2 * first - polls.get(1).seconds();
    }

    private static Poll last(List<Poll> polls) {
        return polls.get(polls.size() - 1);
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(path + ": no such file");
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(path + ": is not UTF-8 text");
        } catch (IOException e) {
            throw new InvalidInputException(path + ": cannot be read: " + e.getMessage());
        }
    }

    private static Map<String, Integer> header(Path path, String line) {
        List<String> names =
                Arrays.stream(line.split(",", -1)).map(String::strip).toList();
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (columns.put(names.get(i), i) != null) {
                throw new InvalidInputException(path + " line 1: column " + names.get(i) + " appears twice");
            }
        }
        requireAll(path, columns, COLUMNS);
        GROUPS.stream()
                .filter(group -> group.stream().anyMatch(columns::containsKey))
                .forEach(group -> requireAll(path, columns, group));
        names.stream()
                .filter(n -> !COLUMNS.contains(n) && GROUPS.stream().noneMatch(g -> g.contains(n)))
                .findFirst()
                .ifPresent(n -> {
                    throw new InvalidInputException(path + " line 1: unknown column '" + n + "': must be of "
                            + String.join(",", COLUMNS) + ", "
                            + GROUPS.stream().map(g -> String.join(",", g)).collect(Collectors.joining(", ")));
                });
        return columns;
    }

    private static void requireAll(Path path, Map<String, Integer> columns, List<String> needed) {
        needed.stream().filter(n -> !columns.containsKey(n)).findFirst().ifPresent(n -> {
            throw new InvalidInputException(
                    path + " line 1: no column " + n + ": the header must have " + String.join(",", needed));
        });
    }

    private record Row(Path path, int line, Map<String, Integer> columns, String[] cells) {
        Poll poll(double before) {
            if (cells.length != columns.size()) {
                throw bad("has " + cells.length + " values: must be " + columns.size());
            }
            Poll poll = Poll.of(
                    time(before), pair("canary_requests", "canary_errors", "baseline_requests", "baseline_errors"));
            if (columns.containsKey(RETRIES.get(0))) {
                poll = poll.withRetries(new Pair(retried("canary"), retried("baseline")));
            }
            if (columns.containsKey(LATENCY.get(0))) {
                poll = poll.withLatency(QUANTILES.stream().map(this::exceeded).toList());
            }
            if (columns.containsKey(TOTALS.get(0))) {
                poll = poll.withTotals(
                        QUANTILES.stream().map(q -> exceeded("total_" + q)).toList());
            }
            return withOpen(withKinds(poll));
        }

        private Poll withKinds(Poll poll) {
            Map<HarmKind, Endings.Split> kinds = new EnumMap<>(HarmKind.class);
            for (HarmKind kind : HarmKind.values()) {
                if (columns.containsKey(column("canary", kind))) {
                    long canary =
                            counts("canary_requests", column("canary", kind)).errors();
                    long baseline = counts("baseline_requests", column("baseline", kind))
                            .errors();
                    kinds.put(kind, new Endings.Split(canary, baseline));
                }
            }
            Endings all = new Endings("", count("canary_requests"), count("baseline_requests"), kinds);
            return kinds.isEmpty() ? poll : poll.withKinds(List.of(all));
        }

        private Poll withOpen(Poll poll) {
            return columns.containsKey(OPEN.get(0))
                    ? poll.withOpen(new OpenRequests(
                            count(OPEN.get(0)),
                            count(OPEN.get(1)),
                            count("canary_requests"),
                            count("baseline_requests")))
                    : poll;
        }

        private double time(double before) {
            double t;
            try {
                t = Double.parseDouble(cell("t"));
            } catch (NumberFormatException e) {
                throw bad("t is '" + cell("t") + "': must be a number of seconds");
            }
            if (!Double.isFinite(t) || t <= before) {
                throw bad("t is " + cell("t") + ": must be greater than in the previous row");
            }
            return t;
        }

        private Pair exceeded(String quantile) {
            return pair(
                    quantile + "_canary_total",
                    quantile + "_canary_over",
                    quantile + "_baseline_total",
                    quantile + "_baseline_over");
        }

        private Pair pair(String canaryAll, String canaryOf, String baselineAll, String baselineOf) {
            return new Pair(counts(canaryAll, canaryOf), counts(baselineAll, baselineOf));
        }

        private Counts counts(String all, String of) {
            long requests = count(all);
            long errors = count(of);
            if (errors > requests) {
                throw bad(of + " is " + errors + ": must be from 0 to " + all + ", which is " + requests);
            }
            return new Counts(requests, errors);
        }

        private Counts retried(String side) {
            return Counts.failuresOutsideRequests(count(side + "_requests"), count(side + "_retries"));
        }

        private long count(String column) {
            Optional<Long> value = whole(cell(column));
            return value.filter(v -> v >= 0)
                    .orElseThrow(() -> bad(column + " is '" + cell(column) + "': must be a whole number, 0 or more"));
        }

        private static Optional<Long> whole(String text) {
            try {
                return Optional.of(Long.parseLong(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        private String cell(String column) {
            return cells[columns.get(column)].strip();
        }

        private InvalidInputException bad(String what) {
            return new InvalidInputException(path + " line " + line + ": " + what);
        }
    }
}
