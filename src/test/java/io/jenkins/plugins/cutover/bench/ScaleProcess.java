package io.jenkins.plugins.cutover.bench;

import com.sun.management.OperatingSystemMXBean;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;

/**
 * The measured process: it holds the product and nothing else but the meter. Prints {@link #BEGIN} and {@link #END} around
 * the window, so that the parent measures the other processes over the same time, and the row as JSON.
 */
final class ScaleProcess {
    static final String BEGIN = "begin";
    static final String END = "end";

    /** Few cutovers are polled more often during the warm-up, so that the compiler has seen as much as with many. */
    private static final Duration WARM_UP = Duration.ofMillis(2);

    private static final int WARM_UP_TICKS = 2000;

    /** Threads of the JVM, not of the product. */
    private static final List<String> JVM = List.of(
            "main",
            "Reference Handler",
            "Finalizer",
            "Signal Dispatcher",
            "Common-Cleaner",
            "Notification Thread",
            "Attach Listener",
            "controller-timer");

    private final ScaleTask task;
    private final TickMeter meter;
    private Map<String, Integer> mostThreads = Map.of();

    private ScaleProcess(ScaleTask task) {
        this.task = task;
        this.meter = new TickMeter(WARM_UP.multipliedBy(task.cutovers()));
    }

    public static void main(String[] args) throws Exception {
        ScaleTask task = Json.mapper().readValue(args[0], ScaleTask.class);
        ScaleRow row = new ScaleProcess(task).run();
        System.out.println(Json.mapper().writeValueAsString(row));
        System.exit(0);
    }

    private ScaleRow run() throws Exception {
        try (ScaleController controller = new ScaleController(task)) {
            controller.prepare();
            boolean waiting = task.kind().equals(ScaleTask.WAITING);
            List<Runner.Run> runs = waiting ? controller.guards(meter) : controller.verifications(meter);
            if (task.guards() && !waiting) {
                controller.guards(new TickMeter(WARM_UP.multipliedBy(task.cutovers())));
            }
            warmUp();
            Usage before = Usage.now();
            System.out.println(BEGIN);
            meter.measure(true);
            pass(task.window());
            meter.measure(false);
            Usage after = Usage.now();
            System.out.println(END);
            return row(after.minus(before), runs, controller);
        }
    }

    /** On a busy machine the time alone is not enough. */
    private void warmUp() throws InterruptedException {
        pass(task.warmUp());
        for (int i = 0; i < 2 * task.warmUp() && meter.warmUpTicks() < WARM_UP_TICKS; i++) {
            pass(1);
        }
    }

    private void pass(double seconds) throws InterruptedException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            Map<String, Integer> threads = threads();
            if (sum(threads) >= sum(mostThreads)) {
                mostThreads = threads;
            }
            Thread.sleep(Math.min(500, 1 + left / 1_000_000));
        }
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(n -> n).sum();
    }

    private static Map<String, Integer> threads() {
        Map<String, Integer> counts = new TreeMap<>();
        var threads = ManagementFactory.getThreadMXBean();
        Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .map(ThreadInfo::getThreadName)
                .map(ProcStat::withoutNumber)
                .filter(name -> !JVM.contains(name) && !name.startsWith("JFR "))
                .forEach(name -> counts.merge(name, 1, Integer::sum));
        return counts;
    }

    /** What the process has used until now. */
    private record Usage(long at, double cpu, Map<String, Double> threads, double wchar, double written) {
        static Usage now() {
            OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return new Usage(
                    System.nanoTime(),
                    system.getProcessCpuTime() / 1e9,
                    ProcStat.threads(),
                    ProcStat.io("wchar"),
                    ProcStat.io("write_bytes"));
        }

        Usage minus(Usage before) {
            Map<String, Double> diff = new TreeMap<>();
            threads.forEach((name, cpu) -> diff.put(name, cpu - before.threads.getOrDefault(name, 0.0)));
            return new Usage(at - before.at, cpu - before.cpu, diff, wchar - before.wchar, written - before.written);
        }
    }

    private ScaleRow row(Usage used, List<Runner.Run> runs, ScaleController controller)
            throws IOException, InterruptedException {
        List<Runner.Run> ended = runs.stream().filter(r -> r.result().isDone()).toList();
        String failure = ended.isEmpty() ? "" : failure(ended.get(0));
        System.gc();
        double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
        double seconds = used.at / 1e9;
        double perMinute = 60 / seconds / 1e6;
        double compiler = used.threads.entrySet().stream()
                .filter(e -> e.getKey().contains("Compiler"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        Map<String, Double> byThread = new TreeMap<>();
        used.threads.forEach((name, cpu) -> byThread.merge(name, rounded(cpu / seconds), Double::sum));
        byThread.values().removeIf(cores -> cores < .005);
        ScaleRow.Burst burst = task.burst() ? new ScaleBurst(task, controller).run(runs) : null;
        return new ScaleRow(
                task.kind(),
                task.cutovers(),
                task.store(),
                task.guards(),
                rounded(seconds),
                meter.ticks(),
                rounded(meter.ticks() / seconds),
                meter.lateness(),
                meter.durations(),
                sum(mostThreads),
                mostThreads,
                rounded(heap),
                rounded(used.cpu / seconds),
                rounded((used.cpu - compiler) * 1e6 / Math.max(1, meter.ticks())),
                byThread,
                rounded(used.wchar * perMinute),
                rounded(used.written * perMinute),
                ended.size(),
                failure,
                meter.thrown(),
                Map.of(),
                Map.of(),
                0,
                burst);
    }

    private static String failure(Runner.Run run) {
        try {
            return "ended with " + run.result().join();
        } catch (CompletionException e) {
            return String.valueOf(e.getCause());
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
