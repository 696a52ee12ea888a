package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for what waits: gates, and the soak before Mesos is retired. */
final class WaitOptions {
    /** Long enough for a fault to be found in it. */
    static final Duration SOAK = Duration.ofSeconds(8);

    @Option(
            names = "--gate-at",
            paramLabel = "PERCENT",
            description = "A gate before this phase, given by its percentage. A key approves it. Can be repeated.")
    private List<String> gates = new ArrayList<>();

    @Option(
            names = "--approve-after",
            paramLabel = "TIME",
            description = "Approve each gate by itself after this time. Required where no terminal is.")
    private String approveAfter;

    @Option(names = "--retire", description = "At the end, retire Mesos after a soak of 8s.")
    private boolean retire;

    @Option(
            names = "--handover",
            description = "At the end, hand over to HAProxy's configuration, which resolves the pods by DNS: reload,"
                    + " prove, replace every pod, reload again. With --retire, also the form without Mesos.")
    private boolean handover;

    List<Share> gates() {
        return gates.stream().map(Share::ofPercent).toList();
    }

    /** Empty when a key answers. */
    Optional<Duration> approveAfter() {
        return Optional.ofNullable(approveAfter).map(text -> Durations.parse("--approve-after", text));
    }

    boolean retire() {
        return retire;
    }

    boolean handover() {
        return handover;
    }

    /** Those after the last phase. */
    List<String> stages() {
        List<String> stages = new ArrayList<>();
        if (handover) {
            stages.add(Progress.HAND_OVER);
        }
        if (retire) {
            stages.add(Progress.RETIRE);
        }
        if (handover && retire) {
            stages.add(Progress.FINAL_FORM);
        }
        return stages;
    }

    /** The end of the service file. Without a handover, the demo's approver answers for the retirement. */
    String settings() {
        return handover
                ? "handover: {resolvers: " + DemoDns.RESOLVERS + ", dns: " + DemoDns.NAME + "}"
                : "handover: {form: none}";
    }

    /** The first gate that waits with traffic on EKS. */
    Optional<Share> gateWithTraffic(List<Share> phases) {
        return phases.stream().skip(1).filter(gates()::contains).findFirst();
    }

    /** @param keys whether somebody can press a key */
    void check(List<Share> phases, boolean keys, boolean jenkins) {
        for (Share gate : gates()) {
            if (!phases.contains(gate)) {
                throw new InvalidInputException("--gate-at: \"" + gate.percentText() + "\" is not one of the phases "
                        + String.join(
                                ",", phases.stream().map(Share::percentText).toList()));
            }
        }
        if (new HashSet<>(gates()).size() < gates.size()) {
            throw new InvalidInputException("--gate-at: " + String.join(", ", gates) + " names a phase twice");
        }
        approveAfter();
        if (!gates.isEmpty() && approveAfter == null && !keys) {
            throw new InvalidInputException(
                    "--gate-at: there is no terminal for a key; say when a gate is approved with --approve-after");
        }
        if (retire && !phases.get(phases.size() - 1).equals(Share.ALL)) {
            throw new InvalidInputException("--retire: the last phase is " + phases.get(phases.size() - 1)
                    + "; Mesos is retired only with 100% on EKS");
        }
        if (handover && !phases.get(phases.size() - 1).equals(Share.ALL)) {
            throw new InvalidInputException("--handover: the last phase is " + phases.get(phases.size() - 1)
                    + "; only 100% on EKS is handed over");
        }
        if (jenkins && (handover || retire || !gates.isEmpty())) {
            throw new InvalidInputException((handover ? "--handover" : retire ? "--retire" : "--gate-at")
                    + ": not with --jenkins; leave one of the two out");
        }
    }
}
