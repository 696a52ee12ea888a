package io.jenkins.plugins.cutover.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.cutover.cli.Main;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Translates 400 apps in a JVM of its own, its start included. */
public final class ConvertBench {
    public static final int APPS = 400;
    private static final int RUNS = 5;
    /** The whole process is to stay under 256 MB. */
    private static final int HEAP_MB = 96;

    private ConvertBench() {}

    /**
     * One run.
     *
     * @param residentMb the most memory that the process had, as Linux counts it; 0 elsewhere
     */
    public record Once(double seconds, double residentMb) {}

    public static Once once(Path folder) throws IOException, InterruptedException {
        Path result = folder.resolve("all.out");
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command(folder))
                .redirectOutput(result.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        double resident = 0;
        while (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
            resident = Math.max(resident, resident(process.pid()));
        }
        int exit = process.exitValue();
        double seconds = (System.nanoTime() - start) / 1e9;
        int apps = new ObjectMapper().readTree(result.toFile()).path("apps").size();
        if (exit != 0 || apps != APPS) {
            throw new IllegalStateException("convert ended with " + exit + " and " + apps + " apps");
        }
        return new Once(seconds, resident);
    }

    private static double resident(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // it has ended, or this is no Linux
        }
    }

    private static List<String> command(Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + HEAP_MB + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "convert",
                "--json"));
        String app = Files.readString(Path.of(
                System.getProperty("cutover.basedir", "."), "src", "test", "resources", "sandbox", "orders-app.json"));
        for (int i = 0; i < APPS; i++) {
            Path file = folder.resolve(i + ".json");
            command.add(Files.writeString(file, app.replace("orders", "orders-" + i))
                    .toString());
        }
        return command;
    }

    static int run(String[] args, PrintStream out) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("cutover-convert");
        double[] seconds = new double[RUNS];
        double resident = 0;
        for (int i = 0; i < RUNS; i++) {
            Once once = once(folder);
            seconds[i] = once.seconds();
            resident = Math.max(resident, once.residentMb());
        }
        Arrays.sort(seconds);
        String format = List.of(args).contains("--json")
                ? "{\"apps\":%d,\"heapMb\":%d,\"residentMb\":%.0f,\"medianSeconds\":%.2f,\"minSeconds\":%.2f,"
                        + "\"maxSeconds\":%.2f}"
                : "%d apps in one run with %d MB of heap and %.0f MB resident, JVM start included: median %.2f s (%.2f to"
                        + " %.2f)";
        out.println(String.format(
                Locale.ROOT, format, APPS, HEAP_MB, resident, seconds[RUNS / 2], seconds[0], seconds[RUNS - 1]));
        return 0;
    }
}
