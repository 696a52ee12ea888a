package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.sandbox.Fault;
import io.jenkins.plugins.cutover.sandbox.RealCluster;
import io.jenkins.plugins.cutover.sandbox.Sandbox.ClusterKind;
import io.jenkins.plugins.cutover.sandbox.controller.JenkinsArtifacts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The demo's options; {@link #check} reports all invalid options before anything starts. */
final class DemoOptions {
    private static final Duration USUAL = Duration.ofSeconds(5);

    @Option(
            names = "--phases",
            paramLabel = "LIST",
            defaultValue = "5,25,50,100",
            description = "Shares of EKS in percent, rising. Default: 5,25,50,100")
    private String phases;

    @Option(
            names = "--bake",
            paramLabel = "TIME",
            description = "The minimum time to judge each phase. Default: 5s; 75s with the fault late, 30s with leak,"
                    + " slow-upload, one-bad-route or one-bad-pod")
    private String bake;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "300", description = "Requests a second. Default: 300")
    private String rate;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            defaultValue = "none",
            description = "none; of EKS: errors, errors50, latency, crash, not-found, unauthorized, redirect,"
                    + " empty-body, short-body, truncate, stall, hang, slow-body, slow-upload, reset, one-bad-pod,"
                    + " one-bad-route, late, leak, overload; of the world: haproxy-reload, haproxy-frozen,"
                    + " marathon-locked, pods-replaced, abort")
    private String fault;

    @Mixin
    private FaultSize faultSize = new FaultSize();

    @Option(
            names = "--fault-at",
            paramLabel = "WHEN",
            description = "When the fault is injected: in a phase, by its percentage; gate, while the first gate with"
                    + " traffic on EKS waits; or soak, before Mesos is retired. Default: the second phase")
    private String faultAt;

    @Mixin
    private WaitOptions waits = new WaitOptions();

    @Option(
            names = "--cluster",
            paramLabel = "CLUSTER",
            defaultValue = "sandbox",
            description = "sandbox, or real: etcd, kube-apiserver and kube-controller-manager, made once by"
                    + " dev/control-plane build. Default: sandbox")
    private String cluster;

    @Option(
            names = "--from-marathon",
            description = "Deploy manifests translated from the live Marathon app instead of examples/orders-k8s.yaml.")
    private boolean fromMarathon;

    @Option(
            names = "--jenkins",
            description = "Run the pipeline on a real Jenkins controller on loopback. Its artifacts must be in the"
                    + " local Maven repository.")
    private boolean jenkins;

    @Option(
            names = "--restart-at",
            paramLabel = "PHASE",
            description = "With --jenkins: the phase, by its percentage, during which the controller restarts.")
    private String restartAt;

    @Option(
            names = "--soak",
            paramLabel = "TIME",
            description =
                    "Repeat cutovers and rollbacks, with one fault each, for this time. Fails if a request is lost or"
                            + " threads, sockets or heap grow.")
    private String soak;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "target/demo",
            description = "The folder for report.html and report.json. Default: target/demo")
    private Path out;

    @Option(names = "--json", description = "Print only report.json, on one line, at the end.")
    private boolean json;

    @Option(names = "--plain", description = "Print plain lines even on a terminal.")
    private boolean plain;

    boolean soaks() {
        return soak != null;
    }

    Duration soak() {
        return Durations.parse("--soak", soak);
    }

    /** One short cutover of a soak, with this fault in its second phase. */
    DemoOptions forSoak(Fault one) {
        DemoOptions options = new DemoOptions();
        options.phases = "10,50,100";
        options.bake = Durations.text(one.bake());
        options.rate = rate;
        options.fault = one.toString();
        options.cluster = cluster;
        options.fromMarathon = fromMarathon;
        options.out = out;
        return options;
    }

    List<Share> phases() {
        return Arrays.stream(phases.split(",", -1)).map(Share::ofPercent).toList();
    }

    Duration bake() {
        return bake == null ? longer(fault().bake(), USUAL) : Durations.parse("--bake", bake);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    int rate() {
        if (!rate.matches("\\d{1,4}") || Integer.parseInt(rate) < 20 || Integer.parseInt(rate) > 3000) {
            throw new InvalidInputException("--rate: \"" + rate + "\" is not a whole number from 20 to 3000");
        }
        return Integer.parseInt(rate);
    }

    Fault fault() {
        return Arrays.stream(Fault.values())
                .filter(f -> f.toString().equals(fault))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("--fault: \"" + fault + "\" is not one of "
                        + Arrays.stream(Fault.values()).map(Fault::toString).collect(Collectors.joining(", "))));
    }

    Fault.Size faultSize() {
        return faultSize.of(fault());
    }

    FaultMoment faultAt() {
        FaultMoment at = FaultMoment.parse(faultAt, phases(), waits);
        if (at.place() == FaultMoment.Place.SOAK && !fault().fitsTheSoak()) {
            throw new InvalidInputException("--fault-at: " + fault + " cannot be injected in the soak");
        }
        return at;
    }

    WaitOptions waits() {
        return waits;
    }

    boolean fromMarathon() {
        return fromMarathon;
    }

    boolean jenkins() {
        return jenkins;
    }

    /** Null for never. */
    Share restartAt() {
        if (restartAt == null) {
            return null;
        }
        Share at = Share.ofPercent(restartAt);
        if (!jenkins) {
            throw new InvalidInputException("--restart-at: requires --jenkins");
        }
        if (!phases().contains(at)) {
            throw new InvalidInputException("--restart-at: \"" + restartAt + "\" is not one of the phases " + phases);
        }
        return at;
    }

    private void checkJenkins() {
        try {
            JenkinsArtifacts.missing().ifPresent(what -> {
                throw new InvalidInputException("--jenkins: " + what + " is not in the local Maven repository");
            });
        } catch (IOException e) {
            throw new InvalidInputException("--jenkins: " + e);
        }
    }

    ClusterKind cluster() {
        ClusterKind kind = Arrays.stream(ClusterKind.values())
                .filter(k -> k.name().toLowerCase(Locale.ROOT).equals(cluster))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidInputException("--cluster: \"" + cluster + "\" is not one of sandbox, real"));
        if (kind == ClusterKind.REAL) {
            RealCluster.missing().ifPresent(why -> {
                throw new InvalidInputException("--cluster real: " + why);
            });
        }
        return kind;
    }

    Path out() {
        return out;
    }

    boolean json() {
        return json;
    }

    boolean plain() {
        return plain;
    }

    void check() {
        List<Share> all = phases();
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).compareTo(all.get(i - 1)) <= 0) {
                throw new InvalidInputException("--phases: " + all.get(i) + " does not rise above " + all.get(i - 1));
            }
        }
        if (all.get(0).equals(Share.NONE)) {
            throw new InvalidInputException("--phases: 0 sends no traffic to EKS");
        }
        if (bake().compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidInputException("--bake: \"" + bake + "\" is shorter than 1s");
        }
        if (bake().compareTo(fault().delay()) <= 0) {
            throw new InvalidInputException("--bake: \"" + bake + "\" ends before the fault " + fault() + " begins, "
                    + Durations.text(fault().delay()) + " after the shift; give 75s or more");
        }
        rate();
        cluster();
        faultSize();
        waits.check(all, System.console() != null && !json, jenkins);
        if (waits.handover() && fromMarathon) {
            throw new InvalidInputException("--handover: not with --from-marathon, whose manifests have no headless"
                    + " Service; leave one of the two out");
        }
        faultAt();
        restartAt();
        if (jenkins) {
            checkJenkins();
        }
    }
}
