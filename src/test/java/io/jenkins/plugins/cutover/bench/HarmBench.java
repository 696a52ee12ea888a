package io.jenkins.plugins.cutover.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess.Setup;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * {@code ./cutover bench harm}: every kind of harm that a user can feel, on each version of HAProxy, with and without the ring.
 * 300 requests/s of all routes; EKS has 25 % when the fault begins, and half of its answers are hit. One cutover after
 * the other: the whole table takes about an hour.
 */
public final class HarmBench {
    private static final int ATTEMPTS = 3;
    private static final String USAGE =
            "bench harm [--json] [--kinds A,B] [--haproxy VERSION] [--ring yes|no] [--verify SETTINGS]\n"
                    + "  VERSION   as 2.6 or 3.x: the machine's own HAProxy, and those of CUTOVER_HAPROXY_BINARIES\n"
                    + "  SETTINGS  more of the service file's section verify, for example \"poll: 250ms\"";

    private HarmBench() {}

    private record Cell(HarmKindRow kind, HarmOptions.Haproxy haproxy, boolean ring, HarmRun.Result result) {
        String judged() {
            if (!result.rolledBack()) {
                return "missed";
            }
            boolean many = kind.mostHarmed() >= 0 && result.harm().harmed() > kind.mostHarmed();
            boolean late = kind.mostSeconds() >= 0 && result.seconds() != null && result.seconds() > kind.mostSeconds();
            return many || late ? "over" : "ok";
        }
    }

    /** @return 0 when with the ring every kind was found, 1 otherwise, 2 for wrong usage */
    public static int run(String[] args, PrintStream out) throws Exception {
        HarmOptions options;
        try {
            if (List.of(args).contains("--help")) {
                out.println(USAGE);
                return 0;
            }
            options = HarmOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("cutover bench harm: " + e.getMessage());
            return 2;
        }
        List<Cell> cells = measure(options, options.json() ? System.err : out);
        if (options.json()) {
            print(cells, out);
        }
        return cells.stream().allMatch(c -> !c.ring || c.result.rolledBack()) ? 0 : 1;
    }

    private static List<Cell> measure(HarmOptions options, PrintStream progress) throws Exception {
        List<Cell> cells = new ArrayList<>();
        progress.printf(
                "%-14s %-8s %-4s  %-12s %6s %7s %9s %9s  %-6s %s%n",
                "kind",
                "haproxy",
                "ring",
                "end",
                "at %",
                "harmed",
                "s (harm)",
                "s (fault)",
                "limit",
                "what clients got");
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "harm-bench");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (HarmOptions.Haproxy haproxy : options.haproxies()) {
                for (boolean ring : options.rings()) {
                    Setup setup = Setup.example().withBinary(haproxy.binary());
                    for (HarmKindRow kind : options.kinds()) {
                        Setup one = ring ? setup : setup.withoutRing();
                        HarmRun.Result result = result(kind, one, options.verify(), timer, progress);
                        Cell cell = new Cell(kind, haproxy, ring, result);
                        cells.add(cell);
                        progress.println(line(cell));
                        progress.flush();
                    }
                }
            }
        } finally {
            timer.shutdownNow();
        }
        return cells;
    }

    /** A cutover that could not begin says nothing about harm: on a busy machine it is tried again. */
    private static HarmRun.Result result(
            HarmKindRow kind, Setup setup, String verify, ScheduledExecutorService timer, PrintStream progress)
            throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return HarmRun.of(kind, setup, verify, timer);
            } catch (ExecutionException e) {
                progress.println(kind.name() + ": " + e.getCause().getMessage());
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static String line(Cell cell) {
        HarmRun.Result r = cell.result;
        return String.format(
                Locale.ROOT,
                "%-14s %-8s %-4s  %-12s %6s %7d %9s %9s  %-6s %s",
                cell.kind.name(),
                cell.haproxy.version(),
                cell.ring ? "yes" : "no",
                r.rolledBack() || r.verdict() == null ? r.state() : r.state() + " " + r.verdict(),
                r.share(),
                r.harm().harmed(),
                r.seconds() == null ? "-" : r.seconds(),
                r.sinceFault() == null ? "-" : r.sinceFault(),
                cell.judged(),
                r.harm().words());
    }

    private static void print(List<Cell> cells, PrintStream out) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Cell cell : cells) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("kind", cell.kind.name());
            row.put("haproxy", cell.haproxy.version());
            row.put("ring", cell.ring);
            row.put("limit", cell.judged());
            row.putAll(cell.result.json());
            rows.add(row);
        }
        try {
            out.println(Json.mapper().writeValueAsString(rows));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
