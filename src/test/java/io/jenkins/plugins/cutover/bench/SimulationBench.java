package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.simulation.Fault;
import io.jenkins.plugins.cutover.simulation.Simulation;
import io.jenkins.plugins.cutover.simulation.Simulation.Outcome;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Runs many simulated cutovers and prints the totals: {@code --seeds 200000}, in slices with {@code --from}, and one
 * with its whole log: {@code --from SEED --seeds 1 --log}.
 */
public final class SimulationBench {
    private SimulationBench() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out));
    }

    private record Options(long seeds, long from, boolean logged) {}

    /** @return 0 when every rule held, 1 when one was broken, 2 for wrong usage */
    public static int run(String[] args, PrintStream out) {
        Options options;
        try {
            options = parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("cutover bench simulate: " + e.getMessage());
            return 2;
        }
        long start = System.nanoTime();
        Totals totals = new Totals(options.logged, out);
        LongStream.range(options.from, options.from + options.seeds)
                .parallel()
                .mapToObj(seed -> Simulation.run(seed, options.logged))
                .forEach(totals::add);
        out.printf(
                Locale.ROOT,
                "%,d cutovers in %.1f s: %s%n",
                options.seeds,
                (System.nanoTime() - start) / 1e9,
                totals.states);
        long faults = totals.faults.values().stream().mapToLong(n -> n).sum();
        out.printf(Locale.ROOT, "%,d faults injected: %s%n", faults, totals.faults);
        totals.checks.forEach((rule, demands) -> out.printf(
                Locale.ROOT,
                "%s, %,d checks: %s%n",
                rule,
                demands.values().stream().mapToLong(n -> n).sum(),
                demands));
        out.println("seeds with a violation: " + totals.bad);
        return totals.bad.isEmpty() ? 0 : 1;
    }

    private static Options parse(String[] args) {
        long seeds = 2000;
        long from = 0;
        boolean log = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--seeds" -> seeds = number(args, ++i);
                case "--from" -> from = number(args, ++i);
                case "--log" -> log = true;
                default ->
                    throw new IllegalArgumentException("\"" + args[i] + "\" is not one of --seeds N, --from N, --log");
            }
        }
        return new Options(seeds, from, log);
    }

    private static long number(String[] args, int at) {
        String given = at < args.length ? args[at] : "";
        if (!given.matches("\\d{1,12}")) {
            throw new IllegalArgumentException(args[at - 1] + ": \"" + given + "\" is not a whole number");
        }
        return Long.parseLong(given);
    }

    /** The totals of all cutovers. A violation is printed as soon as it is found. */
    private static final class Totals {
        private final Map<String, Long> states = new TreeMap<>();
        private final Map<Fault, Long> faults = new TreeMap<>();
        private final Map<String, Map<String, Long>> checks = new TreeMap<>();
        private final List<Long> bad = new ArrayList<>();
        private final boolean logged;
        private final PrintStream out;

        private Totals(boolean logged, PrintStream out) {
            this.logged = logged;
            this.out = out;
        }

        private synchronized void add(Outcome outcome) {
            states.merge(outcome.state(), 1L, Long::sum);
            outcome.faults().forEach((fault, n) -> faults.merge(fault, n, Long::sum));
            outcome.checks()
                    .forEach((rule, demands) -> demands.forEach((what, n) ->
                            checks.computeIfAbsent(rule, r -> new TreeMap<>()).merge(what, n, Long::sum)));
            if (!outcome.violations().isEmpty()) {
                bad.add(outcome.seed());
                out.println(
                        "seed " + outcome.seed() + ": " + outcome.violations().get(0));
            }
            if (logged) {
                outcome.log().forEach(out::println);
            }
        }
    }
}
