package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.journal.FileLocks;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.sandbox.cluster.PodFactory;
import io.jenkins.plugins.cutover.sandbox.marathon.SandboxMarathon;
import io.jenkins.plugins.cutover.sandbox.marathon.Timings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * All systems of one service on loopback: a Marathon with real tasks, a cluster with real pods, two real HAProxy
 * processes (one reached by its unix socket, one through mutual TLS), and the journal.
 */
public final class Sandbox implements AutoCloseable {
    public static final String APP = "/shop/orders";
    public static final String TOKEN = "sandbox-token";
    private static final int TASKS = 4;
    /** As on a small cluster: a response takes a few milliseconds. */
    private static final Duration LATENCY = Duration.ofMillis(4);
    /** From a container's start to its readiness. */
    private static final Duration START = Duration.ofMillis(300);
    /** How long a deleted pod continues to serve. */
    private static final Duration STOP = Duration.ofMillis(200);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final ServiceFaults mesosFaults = new ServiceFaults();
    private final ServiceFaults eksFaults = new ServiceFaults();
    private final Path folder;
    private final SandboxMarathon marathon;
    private final LocalCluster cluster;
    private final HaproxyProcess first;
    private final HaproxyProcess second;
    private final List<Endpoint> tasks;
    private final List<SampleService> eksServices = new CopyOnWriteArrayList<>();
    private final List<SampleService> mesosServices = new CopyOnWriteArrayList<>();
    private final boolean ring;
    private volatile boolean podsCutRequests;

    /** The cluster that replaces Amazon EKS. */
    public enum ClusterKind {
        /** The sandbox's own API server and controllers: available on every machine, and started quickly. */
        SANDBOX,
        /** etcd, kube-apiserver and kube-controller-manager: see {@code dev/control-plane}. */
        REAL
    }

    private Sandbox(ClusterKind kind, HaproxyProcess.Setup setup) throws Exception {
        ring = setup.hasRing();
        folder = Files.createTempDirectory("cutover-sandbox");
        SampleHost services = keep(new SampleHost(1));
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, daemon());
        open.push(timer::shutdownNow);
        int port = freePort();
        marathon = keep(new SandboxMarathon(
                Clock.systemUTC(),
                timer,
                Timings.quick(),
                (app, index, host, taskPort) -> {
                    SampleService task = services.start(
                            new InetSocketAddress(host, taskPort), Side.MESOS, "task-" + index, LATENCY, mesosFaults);
                    mesosServices.add(task);
                    return task;
                },
                port));
        PodFactory pods = (deployment, pod, image, host, podPort) -> {
            SampleService service =
                    services.start(new InetSocketAddress(host, podPort), Side.EKS, pod, LATENCY, eksFaults);
            eksServices.add(service);
            return () -> end(service);
        };
        cluster = keep(kind == ClusterKind.REAL ? RealCluster.start("shop", pods, START, STOP) : own(pods, timer));
        marathon.create(Files.readString(resource("sandbox/orders-app.json")));
        tasks = IntStream.rangeClosed(1, TASKS)
                .mapToObj(i -> new Endpoint("127.0.1." + i, port))
                .toList();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> marathon.healthy(APP).size() == TASKS);
        first = keep(HaproxyProcess.start(setup, HaproxyProcess.lines(tasks)));
        second = keep(HaproxyProcess.start(setup, HaproxyProcess.lines(tasks)));
    }

    private void end(SampleService pod) {
        eksServices.remove(pod);
        if (podsCutRequests) {
            pod.kill();
        } else {
            pod.close();
        }
    }

    /** The services in the pods that run. */
    public List<SampleService> eksServices() {
        return List.copyOf(eksServices);
    }

    /** The processes of the tasks that were started, also of those that have ended. */
    public List<SampleService> mesosServices() {
        return List.copyOf(mesosServices);
    }

    /** From now on a pod that ends resets its open requests, as after its grace period; otherwise it answers them. */
    public void podsCutRequests() {
        podsCutRequests = true;
    }

    private static LocalCluster own(PodFactory pods, ScheduledExecutorService timer) {
        return SandboxCluster.builder()
                .namespace("shop")
                .token(TOKEN)
                .pods(pods)
                .readyAfter(START)
                .stopsAfter(STOP)
                .scheduler(timer)
                .start();
    }

    /** Starts everything and waits until all Mesos tasks are healthy. */
    public static Sandbox start() throws Exception {
        return start(ClusterKind.SANDBOX);
    }

    public static Sandbox start(ClusterKind kind) throws Exception {
        return start(kind, HaproxyProcess.Setup.example());
    }

    /** With another layout of HAProxy. */
    public static Sandbox start(HaproxyProcess.Setup setup) throws Exception {
        return start(ClusterKind.SANDBOX, setup);
    }

    /** @param setup of both HAProxy processes */
    public static Sandbox start(ClusterKind kind, HaproxyProcess.Setup setup) throws Exception {
        return new Sandbox(kind, setup);
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    public SandboxMarathon marathon() {
        return marathon;
    }

    public LocalCluster cluster() {
        return cluster;
    }

    /** Reached by its unix socket. */
    public HaproxyProcess first() {
        return first;
    }

    /** Reached through mutual TLS. */
    public HaproxyProcess second() {
        return second;
    }

    /** A further instance, which no service file names yet. */
    public HaproxyProcess another() {
        return keep(HaproxyProcess.start(tasks));
    }

    public ServiceFaults mesosFaults() {
        return mesosFaults;
    }

    public ServiceFaults eksFaults() {
        return eksFaults;
    }

    /** The address for clients. */
    public List<InetSocketAddress> entrances() {
        return List.of(entrance(first), entrance(second));
    }

    public static InetSocketAddress entrance(HaproxyProcess haproxy) {
        return new InetSocketAddress("127.0.0.1", haproxy.httpPort());
    }

    public Path folder() {
        return folder;
    }

    /** The service's own YAML, with more lines at its end: {@code phases: [5, 100]} and the like. */
    public String yaml(String more) {
        return """
                service: orders
                environment: sandbox
                haproxy:
                  backend: orders
                  instances: ["%s", "%s"]
                %s  tls: {certificate: "%s", ca: "%s"}
                marathon: {url: "%s", app: %s}
                eks:
                  server: "%s"
                  ca: "%s"
                  credential: %s
                  namespace: shop
                  port: 8080
                  manifests: "%s"
                  timeout: 60s
                  smoke: {path: /health, requests: 20}
                %s
                """.formatted(
                        first.unix(),
                        second.tls(),
                        ring ? "  latencyRing: requests\n" : "",
                        HaproxyProcess.tlsFiles().certificate(),
                        HaproxyProcess.tlsFiles().ca(),
                        marathon.url(),
                        APP,
                        cluster.access().server(),
                        cluster.access().ca(),
                        cluster.access().credential(),
                        Path.of(System.getProperty("cutover.basedir", "."), "examples", "orders-k8s.yaml"),
                        more);
    }

    public ServiceSpec spec(String more) {
        return SpecReader.yaml("sandbox", yaml(more));
    }

    public Journal journal() {
        return new FileJournal(folder.resolve("journal"), Clock.systemUTC());
    }

    public Locks locks() {
        return new FileLocks(folder.resolve("journal"), Clock.systemUTC());
    }

    public Secrets secrets() {
        return cluster.secrets();
    }

    public Context context(String owner) {
        Clock clock = Clock.systemUTC();
        return new Context(journal(), locks(), SystemClients.real(secrets(), clock), clock, new Owner("test", owner));
    }

    private static Path resource(String name) {
        return Path.of(System.getProperty("cutover.basedir", "."), "src", "test", "resources", name);
    }

    static java.util.concurrent.ThreadFactory daemon() {
        return work -> {
            Thread thread = new Thread(work, "sandbox");
            thread.setDaemon(true);
            return thread;
        };
    }

    private static int freePort() throws IOException {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.getLogger(Sandbox.class.getName()).log(System.Logger.Level.WARNING, "closing the sandbox", e);
            }
        }
    }
}
