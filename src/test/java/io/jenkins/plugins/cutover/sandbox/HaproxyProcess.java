package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real HAProxy (master and worker) on loopback, started from one of the files in {@code examples/}. What a file says
 * of its surroundings comes from environment variables; its lines {@code server mesos...} are replaced by the servers
 * asked for, everything else is used unchanged.
 */
public final class HaproxyProcess implements AutoCloseable {
    private static final Pattern MESOS_LINE = Pattern.compile("(?m)^ +server mesos\\S+ .*\\R");
    private static final Pattern PID = Pattern.compile("(?m)^Pid: (\\d+)");

    private final Path dir;
    private final Setup setup;
    private final int httpPort = freePort();
    private final int tlsPort = freePort();
    private List<String> mesosLines;
    /** The whole file; null to make it from the setup. */
    private String text;

    private Process master;
    private long frozen;

    /**
     * @param binary path or name of the haproxy to run
     * @param config the file to run it with
     * @param edit pairs of regular expression and replacement for the rest of the file, for tests of bad layouts
     */
    public record Setup(String binary, Path config, List<String[]> edit) {
        private static final String RING_SECTION = "(?m)^ring requests\\R( .*\\R)*";
        private static final String RING_LINE = "(?m)^ +log ring@.*\\R";
        private static final String LINE = "(log-format \")(cutover(?:/[^/\"]+){7})[^\"]*\"";

        /** The machine's HAProxy with {@code examples/haproxy.cfg}. */
        public static Setup example() {
            return new Setup("haproxy", examples().resolve("haproxy.cfg"), List.of());
        }

        /** The layout with two backends and a map. */
        public static Setup map() {
            return new Setup("haproxy", examples().resolve("haproxy-map.cfg"), List.of());
        }

        public Setup edited(String regex, String replacement) {
            List<String[]> all = new ArrayList<>(edit);
            all.add(new String[] {regex, replacement});
            return new Setup(binary, config, all);
        }

        public Setup withBinary(String other) {
            return new Setup(other, config, edit);
        }

        /** Without the ring of request lines, as in a file that has none: only the counters are read. */
        public Setup withoutRing() {
            return edited(RING_SECTION, "").edited(RING_LINE, "");
        }

        /** With the seven fields that were logged at first: they do not say how a request ended. */
        public Setup withShortLines() {
            return edited(LINE, "$1$2\"");
        }

        boolean hasRing() {
            return edit.stream().noneMatch(e -> e[0].equals(RING_SECTION));
        }

        private static Path examples() {
            return Path.of(System.getProperty("cutover.basedir", "."), "examples");
        }
    }

    private HaproxyProcess(Path dir, Setup setup, List<String> mesosLines) {
        this.dir = dir;
        this.setup = setup;
        this.mesosLines = mesosLines;
    }

    /** Starts {@code examples/haproxy.cfg} in a new folder, servers mesos1, mesos2 ... at these places, weight 100. */
    public static HaproxyProcess start(List<Endpoint> mesos) {
        return start(Setup.example(), lines(mesos));
    }

    /** @param mesosLines what comes after the word {@code server}, for example {@code mesos1 127.0.1.1:80 weight 50} */
    public static HaproxyProcess start(Setup setup, List<String> mesosLines) {
        try {
            // A short path: the name of a Unix socket may have 107 characters.
            Path dir = Files.createTempDirectory(Path.of("/tmp"), "hap");
            TestCertificates certificates = TestCertificates.get();
            Files.copy(certificates.server(), dir.resolve("server.pem"));
            Files.copy(certificates.ca(), dir.resolve("clients-ca.pem"));
            Files.writeString(dir.resolve("servers.state"), "1\n");
            Files.writeString(dir.resolve("split.map"), "orders 0\n");
            HaproxyProcess process = new HaproxyProcess(dir, setup, List.copyOf(mesosLines));
            Runtime.getRuntime().addShutdownHook(new Thread(process::close));
            process.start();
            return process;
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + setup.binary(), e);
        }
    }

    public static List<String> lines(List<Endpoint> mesos) {
        List<String> lines = new ArrayList<>();
        mesos.forEach(e -> lines.add("mesos" + (lines.size() + 1) + " " + e + " weight 100"));
        return lines;
    }

    /** Starts it again after {@link #stop} or {@link #kill}, on the same ports. */
    public void start() {
        try {
            writeConfig();
            List<String> command = List.of(
                    setup.binary(),
                    "-W",
                    "-S",
                    dir.resolve("master.sock").toString(),
                    "-db",
                    "-f",
                    config().toString());
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.redirectOutput(
                    ProcessBuilder.Redirect.appendTo(dir.resolve("log").toFile()));
            builder.environment().put("CUTOVER_DIR", dir.toString());
            builder.environment().put("CUTOVER_HTTP_BIND", "127.0.0.1:" + httpPort);
            builder.environment().put("CUTOVER_TLS_BIND", "127.0.0.1:" + tlsPort);
            master = builder.start();
            Awaitility.await("haproxy in " + dir)
                    .atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !master.isAlive() || answers());
            if (!master.isAlive()) {
                throw new IllegalStateException("haproxy ended: " + Files.readString(dir.resolve("log")));
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + setup.binary(), e);
        }
    }

    public InstanceAddress unix() {
        return InstanceAddress.parse("unix:" + dir.resolve("admin.sock"));
    }

    /** The master's own socket: it knows all workers. */
    public InstanceAddress masterSocket() {
        return InstanceAddress.parse("unix:" + dir.resolve("master.sock"));
    }

    /** The same Runtime API through the {@code listen} section with mutual TLS; use {@link #tlsFiles()}. */
    public InstanceAddress tls() {
        return InstanceAddress.parse("tls:127.0.0.1:" + tlsPort);
    }

    public static HaproxySpec.TlsFiles tlsFiles() {
        TestCertificates c = TestCertificates.get();
        return new HaproxySpec.TlsFiles(c.client().toString(), c.ca().toString(), "");
    }

    public int httpPort() {
        return httpPort;
    }

    public Path dir() {
        return dir;
    }

    public Path config() {
        return dir.resolve("haproxy.cfg");
    }

    /** The process that serves; another one after a reload. */
    public long workerPid() {
        return PID.matcher(command("show info"))
                .results()
                .findFirst()
                .map(m -> Long.parseLong(m.group(1)))
                .orElseThrow();
    }

    /** Writes other Mesos servers into the file; they serve after {@link #reload}. */
    public void mesos(List<Endpoint> mesos) {
        mesosLines = lines(mesos);
    }

    /** The same with other names, as marathon-lb writes new lines after a deployment on Mesos. */
    public void mesosNamed(List<String> lines) {
        mesosLines = List.copyOf(lines);
    }

    /** The file as it is, with the values of its environment variables. */
    public String writtenConfig() {
        try {
            return Files.readString(config())
                    .replace("\"${CUTOVER_DIR}\"", dir.toString())
                    .replace("\"${CUTOVER_HTTP_BIND}\"", "127.0.0.1:" + httpPort)
                    .replace("\"${CUTOVER_TLS_BIND}\"", "127.0.0.1:" + tlsPort);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + config(), e);
        }
    }

    /** The file has this content from the next start or reload on, as somebody wrote it. */
    public void config(String content) {
        text = content;
    }

    /**
     * Reloads: a new worker with the file as it is now, the old one finishes its requests.
     *
     * @param keepState whether the state of the servers is written to the state file first, as a good reload script
     *     does; without it weights, addresses and maintenance go back to the file's
     */
    public void reload(boolean keepState) {
        try {
            writeConfig();
            Files.writeString(dir.resolve("servers.state"), keepState ? command("show servers state") + "\n" : "1\n");
            long before = workerPid();
            Awaitility.await("a master that listens to signals")
                    .atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(5))
                    .until(this::masterTakesReloads);
            signal("USR2", master.pid());
            Awaitility.await("a new worker")
                    .atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(20))
                    // Old and new accept from the same socket for a moment.
                    .until(() -> IntStream.range(0, 10).allMatch(i -> answers() && workerPid() != before));
        } catch (IOException e) {
            throw new IllegalStateException("cannot reload", e);
        }
    }

    /** A worker serves before its master, freshly started or reloaded, has a handler for USR2: sent then, it is lost. */
    private boolean masterTakesReloads() throws IOException {
        long usr2 = 1L << 11;
        long caught = 0;
        long blocked = 0;
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(master.pid()), "status"))) {
            if (line.startsWith("SigCgt:")) {
                caught = Long.parseUnsignedLong(line.substring(7).trim(), 16);
            } else if (line.startsWith("SigBlk:")) {
                blocked = Long.parseUnsignedLong(line.substring(7).trim(), 16);
            }
        }
        return (caught & usr2) != 0 && (blocked & usr2) == 0;
    }

    /** The worker stops running but keeps all its connections, like a machine that hangs. */
    public void freeze() {
        frozen = workerPid();
        signal("STOP", frozen);
    }

    public void thaw() {
        if (frozen != 0) {
            signal("CONT", frozen);
            frozen = 0;
        }
    }

    /** Ends at once, without closing its connections properly. */
    public void kill() {
        if (master != null && master.isAlive()) {
            thaw();
            master.descendants().forEach(ProcessHandle::destroyForcibly);
            master.destroyForcibly();
            await(master);
        }
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(dir)) {
            files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        } catch (IOException e) {
            // Gone already: closed twice.
        }
    }

    /** One command to the admin socket, past the code under test. */
    public String command(String command) {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(dir.resolve("admin.sock")));
            socket.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalStateException(command, e);
        }
    }

    /** The HAProxy to test with, or why there is none. */
    public static Optional<String> missing() {
        try {
            Process p = new ProcessBuilder("haproxy", "-v")
                    .redirectErrorStream(true)
                    .start();
            p.getInputStream().readAllBytes();
            return p.waitFor() == 0 ? Optional.empty() : Optional.of("haproxy -v fails");
        } catch (IOException e) {
            return Optional.of("haproxy is not installed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private boolean answers() {
        try {
            return command("show info").contains("Pid:");
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private void writeConfig() throws IOException {
        if (text != null) {
            replaceConfig(text);
            return;
        }
        StringBuilder servers = new StringBuilder();
        mesosLines.forEach(line -> servers.append("    server ").append(line).append('\n'));
        String made = Files.readString(setup.config());
        // The first Mesos line gives its place to all, the others go.
        made = MESOS_LINE.matcher(made).replaceFirst("@MESOS@\n");
        made = MESOS_LINE.matcher(made).replaceAll("").replace("@MESOS@\n", servers);
        for (String[] e : setup.edit()) {
            made = made.replaceAll(e[0], e[1]);
        }
        replaceConfig(made);
    }

    private void replaceConfig(String content) throws IOException {
        Path fresh = dir.resolve("haproxy.cfg.new");
        Files.writeString(fresh, content);
        Files.move(fresh, config(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void signal(String name, long pid) {
        try {
            await(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start());
        } catch (IOException e) {
            throw new IllegalStateException("kill -" + name + " " + pid, e);
        }
    }

    private static void await(Process process) {
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
