package io.jenkins.plugins.cutover.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.Router;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import io.jenkins.plugins.cutover.traffic.runtime.RuntimeClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code ./cutover bench traffic}: how fast a fleet is shifted, beside a shell loop, and what a shift costs clients. */
public final class TrafficBench {
    private static final List<Integer> FLEETS = List.of(1, 3, 30, 100);
    private static final int ROUNDS = 21;

    private TrafficBench() {}

    /** @return the exit status */
    public static int run(String[] args, PrintStream out) {
        List<String> words = Arrays.asList(args);
        if (words.contains("--help")) {
            out.println("bench traffic [--json] [--rate N]   N requests per second in the last part, 2000 by default");
            return 0;
        }
        int rate = 2000;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--rate") && i + 1 < args.length && args[i + 1].matches("\\d{1,5}")) {
                rate = Integer.parseInt(args[++i]);
            } else if (!args[i].equals("--json")) {
                System.err.println("bench traffic: \"" + args[i] + "\" is not --json, --rate NUMBER or --help");
                return 2;
            }
        }
        Map<String, Object> numbers = new LinkedHashMap<>();
        try (ManyHaproxies haproxies = new ManyHaproxies(FLEETS.get(FLEETS.size() - 1))) {
            // The first rounds only warm the virtual machine up.
            fleet(haproxies, 3);
            int threads = Thread.getAllStackTraces().size();
            long sockets = sockets();
            FLEETS.forEach(n -> numbers.put("fleet" + n, fleet(haproxies, n)));
            numbers.put("threadsAfterFleet100", Thread.getAllStackTraces().size() - threads);
            numbers.put("socketsAfterFleet100", sockets() - sockets);
            numbers.put("commandsPerSecond", Math.round(commandsPerSecond(haproxies)));
        }
        numbers.put("troubled", TroubledFleet.measure());
        try (ShiftsUnderLoad scene = new ShiftsUnderLoad()) {
            numbers.put("underLoad", scene.run(rate, 20, Duration.ofSeconds(1)).json());
        }
        print(numbers, words.contains("--json"), out);
        return 0;
    }

    /** Open files of this process that are sockets. */
    private static long sockets() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(TrafficBench::isSocket).count();
        } catch (IOException e) {
            return -1;
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // The listing's own.
        }
    }

    /** The same change by the plugin and by {@code socat} in a loop: set twelve weights, and read the backend back. */
    private static Map<String, Object> fleet(ManyHaproxies haproxies, int count) {
        Router router = Router.of(haproxies.spec(count), Secrets.NONE, Duration.ofSeconds(30));
        Map<String, Integer> weights = router.read().mesosWeights();
        double[] ours = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            Share share = i % 2 == 0 ? Share.ofPercent(33) : Share.ofPercent(5);
            FleetOutcome outcome = router.apply(new DesiredTraffic(share, List.of(), weights));
            if (!outcome.confirmed()) {
                throw new IllegalStateException(String.join("; ", outcome.problems()));
            }
            ours[i] = outcome.confirmations().stream()
                    .mapToDouble(c -> c.took().toNanos() / 1e6)
                    .max()
                    .orElseThrow();
        }
        double[] shell = new double[count > 30 ? 3 : 5];
        for (int i = 0; i < shell.length; i++) {
            shell[i] = shell(haproxies, count, i % 2 == 0 ? "247" : "100", i % 2 == 0 ? "65" : "5");
        }
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("millis", rounded(median(ours)));
        numbers.put("slowestMillis", rounded(ours[ROUNDS - 1]));
        numbers.put("shellLoopMillis", rounded(median(shell)));
        return numbers;
    }

    private static double shell(ManyHaproxies haproxies, int count, String mesos, String eks) {
        StringBuilder script = new StringBuilder("for s in");
        for (int i = 0; i < count; i++) {
            script.append(' ').append(haproxies.socket(i));
        }
        script.append("; do echo \"");
        for (int i = 1; i <= 10; i++) {
            script.append("set weight orders/mesos")
                    .append(i)
                    .append(' ')
                    .append(mesos)
                    .append(';');
        }
        script.append("set weight orders/eks1 ")
                .append(eks)
                .append(";set weight orders/eks2 ")
                .append(eks);
        script.append("\" | socat - UNIX-CONNECT:$s; echo \"show stat orders 6 -1\" | socat - UNIX-CONNECT:$s; done");
        long start = System.nanoTime();
        try {
            Process process = new ProcessBuilder("bash", "-c", script.toString())
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            process.waitFor(60, TimeUnit.SECONDS);
        } catch (IOException e) {
            return Double.NaN;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    /** One connection, batches of 200. */
    private static double commandsPerSecond(ManyHaproxies haproxies) {
        InstanceAddress instance = haproxies.spec(1).instances().get(0);
        List<String> batch = Collections.nCopies(200, "set weight orders/eks1 0");
        int batches = 100;
        int[] sent = {0};
        Dialogue conversation = replies -> sent[0]++ < batches ? batch : List.of();
        RuntimeClient client = new RuntimeClient(Optional.empty(), Duration.ofSeconds(60));
        DialogueResult ending = client.run(Map.of(instance, conversation)).get(instance);
        double seconds = ((DialogueResult.Completed) ending).took().toNanos() / 1e9;
        return batches * batch.size() / seconds;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static double rounded(double millis) {
        return Math.round(millis * 100) / 100.0;
    }

    private static void print(Map<String, Object> numbers, boolean json, PrintStream out) {
        if (!json) {
            numbers.forEach((what, value) -> out.printf(Locale.ROOT, "%-18s %s%n", what, value));
            return;
        }
        try {
            out.println(new ObjectMapper().writeValueAsString(numbers));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
