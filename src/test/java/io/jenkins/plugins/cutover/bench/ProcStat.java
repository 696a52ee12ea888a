package io.jenkins.plugins.cutover.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** CPU time and I/O from {@code /proc} of Linux. */
final class ProcStat {
    /** Clock ticks a second of the values in {@code /proc}: the same on every Linux that Java runs on. */
    private static final double HERTZ = 100;

    private ProcStat() {}

    /** @return seconds of CPU, user and system; 0 for a process that has ended */
    static double cpu(long pid) {
        return cpuOf(Path.of("/proc", String.valueOf(pid), "stat"));
    }

    /** @return seconds of CPU of all processors that were not idle, stolen time included */
    static double busy() {
        String[] f = lines(Path.of("/proc/stat")).get(0).trim().split("\\s+");
        // After "cpu": user nice system idle iowait irq softirq steal
        double sum = 0;
        for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
            sum += Long.parseLong(f[i]);
        }
        return sum / HERTZ;
    }

    /** A value of {@code /proc/self/io}, in bytes. */
    static long io(String key) {
        return lines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith(key + ": "))
                .mapToLong(line -> Long.parseLong(line.substring(key.length() + 2)))
                .findFirst()
                .orElse(0);
    }

    /** Seconds of CPU of this process's threads, by name without its number. */
    static Map<String, Double> threads() {
        Map<String, Double> sums = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            tasks.forEach(task -> sums.merge(name(task), cpuOf(task.resolve("stat")), Double::sum));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sums;
    }

    private static String name(Path task) {
        List<String> name = lines(task.resolve("comm"));
        return name.isEmpty() ? "ended" : withoutNumber(name.get(0));
    }

    static String withoutNumber(String thread) {
        return thread.replaceAll("[-# ]*\\d+$", "");
    }

    private static double cpuOf(Path stat) {
        List<String> lines = lines(stat);
        if (lines.isEmpty()) {
            return 0;
        }
        // The name in parentheses may contain blanks; the state is the first field after it.
        String[] f = lines.get(0).substring(lines.get(0).lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(f[11]) + Long.parseLong(f[12])) / HERTZ;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of(); // it has ended
        }
    }
}
