package io.jenkins.plugins.cutover.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.cutover.cli.Main;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Translates 400 apps in a JVM of its own with 256 MB of heap, its start included. */
public final class ConvertBench {
    public static final int APPS = 400;
    private static final int RUNS = 5;

    private ConvertBench() {}

    /** The seconds of one run. */
    public static double once(Path folder) throws IOException, InterruptedException {
        Path result = folder.resolve("all.out");
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command(folder))
                .redirectOutput(result.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int exit = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        int apps = new ObjectMapper().readTree(result.toFile()).path("apps").size();
        if (exit != 0 || apps != APPS) {
            throw new IllegalStateException("convert ended with " + exit + " and " + apps + " apps");
        }
        return seconds;
    }

    private static List<String> command(Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
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
        for (int i = 0; i < RUNS; i++) {
            seconds[i] = once(folder);
        }
        Arrays.sort(seconds);
        String format = List.of(args).contains("--json")
                ? "{\"apps\":%d,\"heapMb\":256,\"medianSeconds\":%.2f,\"minSeconds\":%.2f,\"maxSeconds\":%.2f}"
                : "%d apps in one run with 256 MB of heap, JVM start included: median %.2f s (%.2f to %.2f)";
        out.println(String.format(Locale.ROOT, format, APPS, seconds[RUNS / 2], seconds[0], seconds[RUNS - 1]));
        return 0;
    }
}
