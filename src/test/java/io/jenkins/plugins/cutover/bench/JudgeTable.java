package io.jenkins.plugins.cutover.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The comparison's results; the first rule is this judge. */
record JudgeTable(List<String> rules, List<Row> quiet, List<Row> faults, JudgeCost cost) {
    private static final double FALSE_ROLLBACKS = .01;
    /** A rule catches a fault when it rolls at least so many of its streams back. */
    private static final double CAUGHT = .9;

    private static final double TIMES_BETTER = 5;
    private static final Map<String, Double> MOST_HARMED =
            Map.of("1 %", 12.0, "5 %", 12.0, "50 %", 50.0, "50 %, half to EKS", 120.0, "50 %, half, .25 s", 100.0);

    /** One scenario, a score for each rule. */
    record Row(Scenario scenario, List<BenchRun.Score> scores) {}

    record Target(String what, double value, double limit, boolean reached) {}

    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (Row row : quiet) {
            double rate = row.scores.get(0).rolledBackFraction();
            targets.add(new Target(
                    "false rollbacks, " + row.scenario.name(), rate, FALSE_ROLLBACKS, rate <= FALSE_ROLLBACKS));
        }
        for (Row row : faults) {
            double harmed = row.scores.get(0).meanHarmed();
            Double most = MOST_HARMED.get(row.scenario.name());
            if (most != null) {
                targets.add(new Target("harmed at " + row.scenario.name(), harmed, most, harmed <= most));
            }
            possible(row, bestPeer(row))
                    .ifPresent(peer -> targets.add(new Target(
                            "times fewer than the best sound peer at " + row.scenario.name(),
                            peer / harmed,
                            TIMES_BETTER,
                            peer / harmed >= TIMES_BETTER)));
        }
        targets.add(new Target("microseconds a poll", cost.microseconds(), 90, cost.microseconds() <= 90));
        targets.add(new Target("bytes of state", cost.stateBytes(), 8192, cost.stateBytes() < 8192));
        return targets;
    }

    /** No rule can be so many times better where the peer is that near the lower bound (.2 %). */
    private static OptionalDouble possible(Row fault, OptionalDouble peer) {
        return peer.isPresent() && peer.getAsDouble() / TIMES_BETTER < lowerBound(fault.scenario)
                ? OptionalDouble.empty()
                : peer;
    }

    /** Fewest harmed among the peers that catch the fault and whose own false alarms are under 1 % in every row. */
    private OptionalDouble bestPeer(Row fault) {
        return IntStream.range(0, rules.size())
                .filter(i -> !rules.get(i).startsWith("this judge"))
                .filter(i -> quiet.stream().allMatch(r -> r.scores.get(i).rolledBackFraction() < FALSE_ROLLBACKS))
                .filter(i -> fault.scores.get(i).rolledBackFraction() >= CAUGHT)
                .mapToDouble(i -> fault.scores.get(i).meanHarmed())
                .min();
    }

    /** Canary failures that no rule of this alpha can do without: ln(1/alpha) / (ln r - 1 + 1/r), share towards 0. */
    private static double lowerBound(Scenario fault) {
        if (fault.mix().harm() != null) {
            return Double.NaN; // depends on the kind: its margin, and its usual part
        }
        double odds = fault.canary(fault.onset()) / fault.base() / 1.25;
        return Math.log(200) / (Math.log(odds) - 1 + 1 / odds);
    }

    void print(PrintStream out, String load, double seconds) {
        out.println(load);
        out.println();
        out.println("False rollbacks, % of quiet streams");
        print(out, quiet, s -> String.format(Locale.ROOT, "%.2f", 100 * s.rolledBackFraction()));
        out.println();
        out.println(
                "Harmed EKS requests from the fault to the rollback, mean (% of streams rolled back where not 100)");
        print(
                out,
                faults,
                s -> String.format(Locale.ROOT, "%.1f", s.meanHarmed())
                        + (s.rolledBack() == s.runs()
                                ? ""
                                : String.format(Locale.ROOT, "(%.0f)", 100 * s.rolledBackFraction())));
        out.println();
        faults.forEach(row -> out.printf(
                Locale.ROOT,
                "  %-20s%s this judge %.1f s after the fault%n",
                row.scenario.name(),
                row.scenario.mix().harm() == null
                        ? String.format(Locale.ROOT, " lower bound %.1f,", lowerBound(row.scenario))
                        : "",
                row.scores.get(0).meanSeconds()));
        out.println();
        targets()
                .forEach(t -> out.printf(
                        Locale.ROOT,
                        "  %-52s %10.2f  %s %.2f%n",
                        t.what,
                        t.value,
                        t.reached ? "ok" : "MISSED",
                        t.limit));
        out.printf(Locale.ROOT, "%n%.0f s%n", seconds);
    }

    private void print(PrintStream out, List<Row> rows, Function<BenchRun.Score, String> cell) {
        out.printf("%-22s", "");
        rows.forEach(row -> out.printf("%17s", row.scenario.name()));
        out.println();
        for (int i = 0; i < rules.size(); i++) {
            out.printf("%-22s", rules.get(i));
            int rule = i;
            rows.forEach(row -> out.printf("%17s", cell.apply(row.scores.get(rule))));
            out.println();
        }
    }

    Map<String, Object> data(String load, long seed, double seconds) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("load", load);
        data.put("seed", seed);
        data.put("falseRollbacks", byRule(quiet, BenchRun.Score::rolledBackFraction));
        data.put(
                "falseRollbackRuns",
                quiet.isEmpty() ? 0 : quiet.get(0).scores.get(0).runs());
        data.put("harmedRequests", byRule(faults, BenchRun.Score::meanHarmed));
        data.put("caught", byRule(faults, BenchRun.Score::rolledBackFraction));
        Map<String, Double> bounds = new LinkedHashMap<>();
        faults.stream()
                .filter(row -> row.scenario.mix().harm() == null)
                .forEach(row -> bounds.put(row.scenario.name(), lowerBound(row.scenario)));
        data.put("lowerBound", bounds);
        data.put("cost", cost);
        data.put("targets", targets());
        data.put("seconds", seconds);
        return data;
    }

    private Map<String, Map<String, Double>> byRule(List<Row> rows, Function<BenchRun.Score, Double> value) {
        Map<String, Map<String, Double>> byRule = new LinkedHashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            Map<String, Double> row = new LinkedHashMap<>();
            for (Row r : rows) {
                row.put(r.scenario.name(), value.apply(r.scores.get(i)));
            }
            byRule.put(rules.get(i), row);
        }
        return byRule;
    }
}
