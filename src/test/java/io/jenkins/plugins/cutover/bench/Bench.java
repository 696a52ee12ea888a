package io.jenkins.plugins.cutover.bench;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code ./cutover bench WORD}: the measurements behind the figures in the documents. */
public final class Bench {
    private interface Measurement {
        int run(String[] args, PrintStream out) throws Exception;
    }

    private static final Map<String, Measurement> ALL = new TreeMap<>(Map.of(
            "convert", ConvertBench::run,
            "failures", FailureBench::run,
            "harm", HarmBench::run,
            "judge", JudgeBench::run,
            "record", RecordBench::run,
            "scale", ScaleBench::run,
            "simulate", SimulationBench::run,
            "traffic", TrafficBench::run));

    private Bench() {}

    /** The measurements by name. */
    public static Set<String> words() {
        return ALL.keySet();
    }

    public static void main(String[] args) throws Exception {
        Measurement measurement = args.length == 0 ? null : ALL.get(args[0]);
        if (measurement == null) {
            System.err.println("cutover bench: \"" + (args.length == 0 ? "" : args[0]) + "\" is not one of "
                    + String.join(", ", ALL.keySet()));
            System.exit(2);
        }
        System.exit(measurement.run(Arrays.copyOfRange(args, 1, args.length), System.out));
    }
}
