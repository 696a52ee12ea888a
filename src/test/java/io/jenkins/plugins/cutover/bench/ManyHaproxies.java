package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Many real HAProxy processes, each with an admin socket and a backend of ten Mesos and two EKS servers, idle. */
final class ManyHaproxies implements AutoCloseable {
    private static final String CONFIG = """
            global
                stats socket unix@%s level %s
                nbthread 1
            defaults
                mode http
                timeout connect 1s
                timeout client 5s
                timeout server 5s
            frontend in
                bind unix@%s
                default_backend orders
            backend orders
                balance roundrobin
                server-template mesos 1-10 127.0.0.1:9 weight 100
                server-template eks 1-2 127.0.0.1:9 weight 0
            """;

    private final Path dir;
    private final List<Process> processes = new ArrayList<>();

    ManyHaproxies(int count) {
        this(count, -1);
    }

    /** @param denied the one whose socket may not change anything */
    ManyHaproxies(int count, int denied) {
        try {
            dir = Files.createTempDirectory(Path.of("/tmp"), "many");
            for (int i = 0; i < count; i++) {
                Path config = dir.resolve(i + ".cfg");
                Files.writeString(
                        config,
                        CONFIG.formatted(socket(i), i == denied ? "operator" : "admin", dir.resolve(i + ".in")));
                ProcessBuilder builder = new ProcessBuilder("haproxy", "-db", "-f", config.toString());
                processes.add(builder.redirectErrorStream(true)
                        .redirectOutput(dir.resolve("log").toFile())
                        .start());
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> processes.forEach(Process::destroyForcibly)));
            Awaitility.await("all HAProxies")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Stream.iterate(0, i -> i + 1).limit(count).allMatch(i -> Files.exists(socket(i))));
        } catch (IOException e) {
            throw new IllegalStateException("cannot start haproxy", e);
        }
    }

    /** Freezes the process; its sockets stay open. */
    void freeze(int i) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", Long.toString(processes.get(i).pid()))
                .start()
                .waitFor();
    }

    void kill(int i) throws InterruptedException {
        processes.get(i).destroyForcibly().waitFor();
    }

    Path socket(int i) {
        return dir.resolve(i + ".sock");
    }

    HaproxySpec spec(int count) {
        List<InstanceAddress> instances = Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> InstanceAddress.parse("unix:" + socket(i)))
                .toList();
        return new HaproxySpec(instances, "orders", "mesos*", "eks*", "", null, false);
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        try (Stream<Path> files = Files.walk(dir)) {
            files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        } catch (IOException e) {
            // Left to the system's own cleaning.
        }
    }
}
