package io.jenkins.plugins.cutover.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code ./cutover bench scale}: what many cutovers at the same time cost one controller. The product runs in a process of
 * its own with the real operations, runner, file journal and locks, against real HAProxies; this process is the clients.
 */
final class ScaleBench {
    private static final int HEAP_MB = 512;
    private static final Path TMPFS = Path.of("/dev/shm");

    private final ScaleOptions options;
    private final PrintStream out;

    private ScaleBench(ScaleOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    static int run(String[] args, PrintStream out) throws IOException, InterruptedException {
        try {
            new ScaleBench(ScaleOptions.parse(args), out).run();
            return 0;
        } catch (IllegalArgumentException e) {
            System.err.println("cutover bench scale: " + e.getMessage());
            return 2;
        }
    }

    private void run() throws IOException, InterruptedException {
        if (!options.json()) {
            out.println(ScaleRow.HEADER);
        }
        List<ScaleRow> rows = new ArrayList<>();
        for (int cutovers : options.sizes()) {
            int failing = Math.max(1, cutovers / 10);
            try (ScaleWorld world = new ScaleWorld(cutovers, failing);
                    ScaleLoad load = new ScaleLoad(world.httpPorts(), cutovers, cutovers > 100 ? 2 : 5)) {
                for (ScaleOptions.Wanted wanted : options.wanted()) {
                    ScaleRow row = measure(wanted, cutovers, failing, world, load);
                    rows.add(row);
                    if (!options.json()) {
                        out.println(row.line());
                    }
                }
            }
        }
        if (options.json()) {
            out.println(json(Map.of("processors", Runtime.getRuntime().availableProcessors(), "rows", rows)));
        }
    }

    private ScaleRow measure(ScaleOptions.Wanted wanted, int cutovers, int failing, ScaleWorld world, ScaleLoad load)
            throws IOException, InterruptedException {
        boolean disk = wanted.store().equals(ScaleOptions.DISK);
        Path parent = disk ? Path.of(System.getProperty("cutover.basedir", "."), "target") : TMPFS;
        Path folder = Files.createTempDirectory(Files.createDirectories(parent), "scale");
        try {
            boolean burst = disk && wanted.kind().equals(ScaleTask.VERIFY);
            return measure(
                    new ScaleTask(
                            wanted.kind(),
                            wanted.store(),
                            folder.toString(),
                            cutovers,
                            options.warmUp(cutovers),
                            options.window(cutovers),
                            failing,
                            burst,
                            options.guards(),
                            world.instances(),
                            world.responderSocket(),
                            world.faultMap(),
                            world.port()),
                    world,
                    load);
        } finally {
            delete(folder);
        }
    }

    private ScaleRow measure(ScaleTask task, ScaleWorld world, ScaleLoad load)
            throws IOException, InterruptedException {
        double machineLoad = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Process process = new ProcessBuilder(command(task))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Observed before = null;
        Observed during = null;
        ScaleRow row = null;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(ScaleProcess.BEGIN)) {
                    before = Observed.now(world, load, process);
                } else if (line.equals(ScaleProcess.END)) {
                    during = Observed.now(world, load, process).minus(before);
                } else if (line.startsWith("{")) {
                    row = Json.mapper().readValue(line, ScaleRow.class);
                }
            }
        } finally {
            process.destroyForcibly();
        }
        if (row == null || during == null) {
            throw new IllegalStateException("the measured process ended with " + process.waitFor());
        }
        return row.with(during.cores(), during.requests, machineLoad);
    }

    /** What the other processes have used until now: seconds of CPU, requests. */
    private record Observed(long at, Map<String, Double> cpu, Map<String, Long> requests) {
        static Observed now(ScaleWorld world, ScaleLoad load, Process product) {
            Map<String, Double> cpu = new LinkedHashMap<>(world.cpu());
            cpu.put("load", ProcStat.cpu(ProcessHandle.current().pid()));
            double known = cpu.values().stream().mapToDouble(s -> s).sum() + ProcStat.cpu(product.pid());
            cpu.put("other processes", ProcStat.busy() - known);
            return new Observed(System.nanoTime(), cpu, load.counts());
        }

        Observed minus(Observed before) {
            Map<String, Double> used = new LinkedHashMap<>();
            cpu.forEach((name, seconds) -> used.put(name, seconds - before.cpu.get(name)));
            Map<String, Long> sent = new TreeMap<>();
            requests.forEach((name, count) -> sent.put(name, count - before.requests.get(name)));
            return new Observed(at - before.at, used, sent);
        }

        Map<String, Double> cores() {
            Map<String, Double> cores = new LinkedHashMap<>();
            cpu.forEach((name, seconds) -> cores.put(name, Math.round(seconds / (at / 1e9) * 100) / 100.0));
            return cores;
        }
    }

    private List<String> command(ScaleTask task) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"), "-Xmx" + HEAP_MB + "m", "-XX:+UseSerialGC"));
        if (!options.recording().isEmpty()) {
            command.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + options.recording());
        }
        for (String property : List.of("cutover.basedir", "java.util.logging.config.file")) {
            if (System.getProperty(property) != null) {
                command.add("-D" + property + "=" + System.getProperty(property));
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ScaleProcess.class.getName(), json(task)));
        return command;
    }

    private static String json(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
