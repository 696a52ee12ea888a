package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.simulation.Fault;
import io.jenkins.plugins.cutover.simulation.Simulation;
import io.jenkins.plugins.cutover.simulation.Simulation.Outcome;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** Runs many simulated cutovers and says what they found. */
public final class SimulationBench {
    private SimulationBench() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out));
    }

    /** @return 0 when every rule held, 1 when one was broken, 2 for wrong usage */
    public static int run(String[] args, PrintStream out) {
        long seeds = 2000;
        long from = 0;
        boolean log = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--seeds" -> seeds = Long.parseLong(args[++i]);
                case "--from" -> from = Long.parseLong(args[++i]);
                case "--log" -> log = true;
            }
        }
        boolean logged = log;
        long start = System.nanoTime();
        Map<String, Long> states = new TreeMap<>();
        Map<Fault, Long> faults = new TreeMap<>();
        AtomicLong checks = new AtomicLong();
        List<Outcome> bad = new ArrayList<>();
        LongStream.range(from, from + seeds).parallel().forEach(seed -> {
            Outcome outcome = Simulation.run(seed, logged);
            synchronized (bad) {
                states.merge(outcome.state(), 1L, Long::sum);
                outcome.faults().forEach((f, n) -> faults.merge(f, n, Long::sum));
                if (!outcome.violations().isEmpty()) {
                    bad.add(outcome);
                    if (bad.size() < 40) {
                        out.println("seed " + seed + ": " + outcome.violations().get(0));
                    }
                }
            }
            checks.addAndGet(outcome.checks());
            if (logged) {
                synchronized (out) {
                    outcome.log().forEach(out::println);
                }
            }
        });
        out.printf("%d cutovers in %.1f s: %s%n", seeds, (System.nanoTime() - start) / 1e9, states);
        out.println("faults " + faults.values().stream().mapToLong(n -> n).sum() + ": " + faults);
        out.println("checks of rules " + checks + ", seeds with a violation " + bad.size());
        return bad.isEmpty() ? 0 : 1;
    }
}
