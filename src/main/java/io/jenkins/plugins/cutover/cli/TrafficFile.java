package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Endings;
import io.jenkins.plugins.cutover.judge.OpenRequests;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recorded traffic: one row for each poll, with the counts since the previous row.
 *
 * @param how it was read, for people
 */
record TrafficFile(Path path, List<Poll> polls, boolean hasLatency, boolean hasRetries, boolean hasKinds, String how) {
    static final List<String> COLUMNS =
            List.of("t", "canary_requests", "canary_errors", "baseline_requests", "baseline_errors");
    static final List<String> RETRIES = List.of("canary_retries", "baseline_retries");
    private static final List<String> QUANTILES = List.of("p50", "p95", "p99");
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

    /** @throws InvalidInputException with one line that names the file, the line and the valid values */
    static TrafficFile read(Path path) {
        return read(path, TrafficOptions.DEFAULT);
    }

    /** @throws InvalidInputException with one line that names the file, the line and the valid values */
    static TrafficFile read(Path path, TrafficOptions options) {
        TrafficTable table =
                options.counts(TrafficColumns.named(TrafficSource.read(path, options.eksServers()), options));
        checkHeader(path, table);
        List<Poll> polls = new ArrayList<>();
        for (TrafficTable.Row cells : table.rows()) {
            Row row = new Row(table, cells);
            polls.add(row.poll(
                    polls.isEmpty() ? Double.NEGATIVE_INFINITY : last(polls).seconds()));
        }
        if (polls.isEmpty()) {
            throw new InvalidInputException(path + ": has no rows: nothing to judge");
        }
        DoubtfulTraffic.check(table, polls);
        return new TrafficFile(
                path,
                polls,
                table.has(LATENCY.get(0)) || table.has(TOTALS.get(0)),
                table.has(RETRIES.get(0)),
                table.has(OPEN.get(0)) || KINDS.stream().anyMatch(k -> table.has(k.get(0))),
                table.how());
    }

    /** The start of the first row's interval: assumed as long as that of the second row. */
    double start() {
        double first = polls.get(0).seconds();
        return polls.size() < 2 ? first : 2 * first - polls.get(1).seconds();
    }

    private static Poll last(List<Poll> polls) {
        return polls.get(polls.size() - 1);
    }

    private static void checkHeader(Path path, TrafficTable table) {
        requireAll(path, table, COLUMNS);
        GROUPS.stream()
                .filter(group -> group.stream().anyMatch(table::has))
                .forEach(group -> requireAll(path, table, group));
        table.columns().keySet().stream()
                .filter(n -> !COLUMNS.contains(n) && GROUPS.stream().noneMatch(g -> g.contains(n)))
                .sorted()
                .findFirst()
                .ifPresent(n -> {
                    throw new InvalidInputException(path + " line 1: unknown column '" + n + "': must be of "
                            + String.join(",", COLUMNS) + ", "
                            + GROUPS.stream().map(g -> String.join(",", g)).collect(Collectors.joining(", ")));
                });
    }

    private static void requireAll(Path path, TrafficTable table, List<String> needed) {
        needed.stream().filter(n -> !table.has(n)).findFirst().ifPresent(n -> {
            throw new InvalidInputException(
                    path + " line 1: no column " + n + ": the header must have " + String.join(",", needed));
        });
    }

    private record Row(TrafficTable columns, TrafficTable.Row row) {
        Poll poll(double before) {
            Poll poll = Poll.of(
                    time(before), pair("canary_requests", "canary_errors", "baseline_requests", "baseline_errors"));
            if (columns.has(RETRIES.get(0))) {
                poll = poll.withRetries(new Pair(retried("canary"), retried("baseline")));
            }
            if (columns.has(LATENCY.get(0))) {
                poll = poll.withLatency(QUANTILES.stream().map(this::exceeded).toList());
            }
            if (columns.has(TOTALS.get(0))) {
                poll = poll.withTotals(
                        QUANTILES.stream().map(q -> exceeded("total_" + q)).toList());
            }
            return withOpen(withKinds(poll));
        }

        private Poll withKinds(Poll poll) {
            Map<HarmKind, Endings.Split> kinds = new EnumMap<>(HarmKind.class);
            for (HarmKind kind : HarmKind.values()) {
                if (columns.has(column("canary", kind))) {
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
            return columns.has(OPEN.get(0))
                    ? poll.withOpen(new OpenRequests(
                            count(OPEN.get(0)),
                            count(OPEN.get(1)),
                            count("canary_requests"),
                            count("baseline_requests")))
                    : poll;
        }

        private double time(double before) {
            double t = TrafficTime.seconds(cell("t"))
                    .orElseThrow(
                            () -> bad(
                                    "t is '" + cell("t")
                                            + "': must be a number of seconds or milliseconds, or a time such as 2026-11-30T23:59:59Z"));
            if (t <= before) {
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
                double value = Double.parseDouble(text);
                return value == Math.rint(value) ? Optional.of((long) value) : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        private String cell(String column) {
            return columns.cell(row, column);
        }

        private InvalidInputException bad(String what) {
            return columns.bad(row, what);
        }
    }
}
