package io.jenkins.plugins.cutover.traffic.config;

import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.traffic.AfterReload;
import io.jenkins.plugins.cutover.traffic.InstanceReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import io.jenkins.plugins.cutover.traffic.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Tries a configuration with the HAProxy of this machine: first {@code haproxy -c}, then a start on scratch sockets, where
 * it is read back how a reload would divide the traffic. The servers get health checks from it meanwhile, no requests.
 *
 * @param tried whether it was tried
 * @param passed whether it was tried and is right
 * @param text what was tried, and what was found, one line
 */
public record ConfigCheck(boolean tried, boolean passed, String text) {
    private static final int STARTS = 50;
    private static final long PAUSE_MILLIS = 100;

    /**
     * @param before the file as it is
     * @param after the file as it will be
     */
    public static ConfigCheck of(String before, String after, EndState end) {
        Optional<HaproxyCommand> haproxy = HaproxyCommand.find();
        if (haproxy.isEmpty()) {
            return new ConfigCheck(
                    false,
                    false,
                    "not checked: this machine has no haproxy; run haproxy -c on the new file before a reload");
        }
        try {
            Path folder = Files.createTempDirectory("cutover");
            try {
                return checked(haproxy.get(), folder, before, after, end);
            } finally {
                delete(folder);
            }
        } catch (IOException | UncheckedIOException e) {
            return new ConfigCheck(false, false, "not checked: " + e.getMessage());
        }
    }

    private static ConfigCheck checked(HaproxyCommand haproxy, Path folder, String before, String after, EndState end)
            throws IOException {
        Path old = Files.writeString(folder.resolve("before.cfg"), before);
        Optional<String> unusable = haproxy.fault(old);
        if (unusable.isPresent()) {
            return new ConfigCheck(
                    false,
                    false,
                    "not checked: haproxy -c refuses the file already as it is on this machine (" + unusable.get()
                            + "); run haproxy -c on an instance before a reload");
        }
        Optional<String> fault = haproxy.fault(Files.writeString(folder.resolve("after.cfg"), after));
        return fault.isPresent()
                ? new ConfigCheck(true, false, "haproxy -c refuses the new file: " + fault.get())
                : started(haproxy, folder, after, end);
    }

    private static ConfigCheck started(HaproxyCommand haproxy, Path folder, String after, EndState end)
            throws IOException {
        Path config = Files.writeString(folder.resolve("scratch.cfg"), ScratchConfig.of(after, folder));
        Path output = folder.resolve("scratch.out");
        Process process = haproxy.start(output, "-db", "-L", "cutover-scratch", "-f", config.toString());
        try {
            HaproxySpec spec = end.spec();
            HaproxySpec scratch = new HaproxySpec(
                    List.of(InstanceAddress.parse("unix:" + folder.resolve("admin.sock"))),
                    spec.backend(),
                    spec.mesosServers(),
                    spec.eksServers(),
                    "",
                    null,
                    false,
                    null);
            InstanceReading found = first(process, scratch);
            if (found instanceof Reachable instance) {
                return spec.split() == null
                        ? read(instance, end)
                        : new ConfigCheck(true, true, "haproxy -c accepts it, and it starts");
            }
            String why = process.isAlive() ? ((Unreachable) found).reason() : HaproxyCommand.alert(output, config);
            return new ConfigCheck(
                    true, false, "haproxy -c accepts it, but it does not start on scratch sockets: " + why);
        } finally {
            process.destroyForcibly();
        }
    }

    private static ConfigCheck read(Reachable instance, EndState end) {
        Integer mesos = AfterReload.mesos(instance);
        return new ConfigCheck(
                true,
                mesos == (end.eks() instanceof EksForm.Followed ? AfterReload.NOTHING : 0),
                "haproxy -c accepts it, and it starts; " + AfterReload.text(mesos));
    }

    private static InstanceReading first(Process process, HaproxySpec scratch) {
        Router router = Router.of(scratch, Secrets.NONE, Duration.ofSeconds(1));
        InstanceReading found = router.read().instances().get(0);
        for (int i = 0; i < STARTS && process.isAlive() && !(found instanceof Reachable); i++) {
            pause(process);
            found = router.read().instances().get(0);
        }
        return found;
    }

    private static void pause(Process process) {
        try {
            process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
