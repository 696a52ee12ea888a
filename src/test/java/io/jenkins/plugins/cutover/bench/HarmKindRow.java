package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.sandbox.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One kind of harm in the table of {@code ./cutover bench harm}, and the most that it may cost where HAProxy has the ring.
 *
 * @param name the fault's, with {@code x} and a number where its factor is not the usual one
 * @param bake of each phase, long enough to find it
 * @param mostHarmed requests; -1 for no limit
 * @param mostSeconds from the first harmed request to the verdict; -1 for no limit
 */
record HarmKindRow(String name, Fault fault, Fault.Size size, Duration bake, int mostHarmed, int mostSeconds) {
    private static final int NONE = -1;
    private static final Duration BAKE = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofSeconds(90);

    static final List<HarmKindRow> ALL = List.of(
            quick(Fault.ERRORS50),
            quick(Fault.NOT_FOUND),
            quick(Fault.UNAUTHORIZED),
            quick(Fault.REDIRECT),
            quick(Fault.EMPTY_BODY),
            quick(Fault.SHORT_BODY),
            quick(Fault.TRUNCATE),
            quick(Fault.RESET),
            waiting(Fault.STALL),
            waiting(Fault.HANG),
            waiting(Fault.SLOW_UPLOAD),
            // The sample services answer in 4 ms: 150 times that is 600 ms.
            slow("latency-x150", Fault.LATENCY, 150, BAKE, 20),
            slow("latency-x3", Fault.LATENCY, 3, Duration.ofSeconds(200), 200),
            slow("slow-body", Fault.SLOW_BODY, 5, BAKE, 20),
            slow("slow-body-x3", Fault.SLOW_BODY, 3, Duration.ofSeconds(200), 200),
            other(Fault.ONE_BAD_POD),
            other(Fault.ONE_BAD_ROUTE),
            other(Fault.OVERLOAD),
            other(Fault.LEAK),
            other(Fault.LATE),
            other(Fault.ERRORS),
            other(Fault.CRASH));

    private static HarmKindRow quick(Fault fault) {
        return new HarmKindRow(fault.toString(), fault, fault.size(), BAKE, 150, NONE);
    }

    private static HarmKindRow waiting(Fault fault) {
        return new HarmKindRow(fault.toString(), fault, fault.size(), BAKE, 300, 5);
    }

    private static HarmKindRow slow(String name, Fault fault, double factor, Duration bake, int seconds) {
        Fault.Size size = new Fault.Size(fault.size().fraction(), factor);
        return new HarmKindRow(name, fault, size, bake, NONE, seconds);
    }

    private static HarmKindRow other(Fault fault) {
        return new HarmKindRow(fault.toString(), fault, fault.size(), LONG, NONE, NONE);
    }

    /** @throws IllegalArgumentException naming the word that is no kind, and the valid ones */
    static List<HarmKindRow> named(String list) {
        List<HarmKindRow> rows = new ArrayList<>();
        for (String word : list.split(",", -1)) {
            rows.add(ALL.stream()
                    .filter(row -> row.name.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("--kinds: \"" + word + "\" is not one of "
                            + String.join(
                                    ", ", ALL.stream().map(HarmKindRow::name).toList()))));
        }
        return rows;
    }

    /** The share after the first phase, in percent: an overload begins above half. */
    String secondShare() {
        return fault == Fault.OVERLOAD ? "75" : "50";
    }
}
