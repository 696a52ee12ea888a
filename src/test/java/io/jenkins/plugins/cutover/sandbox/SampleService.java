package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The service in each Mesos task and EKS pod of the sandbox: a real HTTP/1.1 server that names its side in {@code
 * X-Side} and its instance in {@code X-Instance}. {@code /health} answers 200 at once, 503 while {@link #healthy} is false; every
 * other path is one of a {@link SampleRoute}, takes the service's latency and can fail as its {@link ServiceFaults}
 * say. Started by {@link SampleHost#start}.
 */
public final class SampleService implements AutoCloseable {
    private static final double SIGMA = 0.25;
    private static final long HANG = TimeUnit.SECONDS.toNanos(20);
    private static final long UPLOAD = TimeUnit.SECONDS.toNanos(10);

    private final SampleHost host;
    private final Side side;
    private final String instance;
    private final SampleAnswers answers;
    private final double medianNanos;
    private final ServiceFaults faults;
    private final SplittableRandom random;
    private final Runnable followFaults = this::followFaults;
    private final Set<SampleConnection> connections = new HashSet<>();
    private final AtomicLong requests = new AtomicLong();
    private InetSocketAddress at;
    private ServerSocketChannel listener;
    private volatile boolean healthy = true;
    private volatile boolean silent;
    private volatile boolean checksPass;
    private volatile boolean stopped;

    SampleService(
            SampleHost host,
            InetSocketAddress at,
            Side side,
            String instance,
            Duration latency,
            ServiceFaults faults,
            long seed) {
        this.host = host;
        this.at = at;
        this.side = side;
        this.instance = instance;
        this.answers = new SampleAnswers(side, instance);
        this.medianNanos = latency.toNanos();
        this.faults = faults;
        this.random = new SplittableRandom(seed);
    }

    /** The address where it listens or listened. */
    public InetSocketAddress address() {
        return at;
    }

    public Side side() {
        return side;
    }

    public String instance() {
        return instance;
    }

    /** How many requests it answered, without those to {@code /health}. */
    public long requests() {
        return requests.get();
    }

    /** Whether {@code /health} answers 200: a pod that is not ready is not healthy. */
    public void healthy(boolean now) {
        healthy = now;
    }

    /** Like a pod on a node that hangs: connections are accepted, and no request is answered from now on. */
    public void silence() {
        silent = true;
    }

    /** As {@link #silence}, but health checks are still answered: only requests of clients hang. */
    public void silenceRequests() {
        silent = true;
        checksPass = true;
    }

    /** Ends gracefully: accepts no more connections, answers the current requests, then closes. */
    @Override
    public void close() {
        stop(SampleConnection::closeWhenIdle);
    }

    /** Ends like a killed process: connections are reset in the middle of an answer. */
    public void kill() {
        stop(SampleConnection::reset);
    }

    private void stop(Consumer<SampleConnection> end) {
        stopped = true;
        faults.forget(followFaults);
        host.await(() -> closeListener(end));
    }

    void open() {
        faults.onChange(followFaults);
        if (!faults.state().crashed()) {
            listen();
        }
    }

    private void followFaults() {
        host.await(() -> {
            if (faults.state().crashed()) {
                closeListener(SampleConnection::reset);
            } else if (listener == null && !stopped) {
                listen();
            }
        });
    }

    private void listen() {
        try {
            listener = ServerSocketChannel.open();
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(at, 1024);
            at = (InetSocketAddress) listener.getLocalAddress();
            host.register(listener, SelectionKey.OP_ACCEPT, this::accept);
        } catch (IOException e) {
            SampleHost.closeQuietly(listener);
            listener = null;
            throw new UncheckedIOException("sample service " + instance + " on " + at + ": " + e.getMessage(), e);
        }
    }

    private void closeListener(Consumer<SampleConnection> end) {
        if (listener != null) {
            accept(); // Connections in the backlog would be reset.
            SampleHost.closeQuietly(listener);
            listener = null;
        }
        Set.copyOf(connections).forEach(end);
    }

    private void accept() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                connections.add(new SampleConnection(host, this, channel));
            }
        } catch (IOException e) {
            // The client disconnected before the accept.
        }
    }

    void gone(SampleConnection connection) {
        connections.remove(connection);
    }

    /** Decides what happens to a request whose head has come. Null: nothing is answered. */
    Handling handling(String path) {
        if (silent && !(checksPass && path.equals("/health"))) {
            return null;
        }
        if (path.equals("/health")) {
            SampleContent body = SampleContent.text("{\"healthy\":" + healthy + "}");
            return new Handling(answers.plain(healthy ? 200 : 503, body), 0, 0, false);
        }
        requests.incrementAndGet();
        faults.requested();
        ServiceFaults.State now = faults.state();
        boolean fails = random.nextDouble() < now.errorFraction();
        long nanos = (long) (medianNanos * now.latencyFactor() * Math.exp(SIGMA * gaussian()));
        Handling well = new Handling(fails ? answers.error() : answers.good(path), nanos, 0, false);
        return now.answers()
                .filter(fault -> random.nextDouble() < fault.hits().fraction(instance, path))
                .map(fault -> hit(fault, path, well))
                .orElse(well);
    }

    private Handling hit(ServiceFaults.AnswerFault fault, String path, Handling well) {
        if (fault.kind() == FaultKind.SLOW_UPLOAD && SampleRoute.of(path) != SampleRoute.UPLOAD) {
            return well;
        }
        SampleAnswer answer = answers.faulty(fault.kind(), fault.factor(), well.answer());
        return switch (fault.kind()) {
            case HANG -> new Handling(answer, HANG, 0, false);
            case LATENCY -> new Handling(answer, (long) (well.nanos() * fault.factor()), 0, false);
            case SLOW_UPLOAD -> new Handling(answer, well.nanos(), UPLOAD, false);
            case RESET -> new Handling(answer, well.nanos(), 0, true);
            default -> new Handling(answer, well.nanos(), 0, false);
        };
    }

    /**
     * @param nanos from the request's last byte to the answer
     * @param uploadNanos in which the request's body is read
     * @param reset whether the connection is reset in place of the answer
     */
    record Handling(SampleAnswer answer, long nanos, long uploadNanos, boolean reset) {}

    SampleAnswer refusal(int status) {
        return answers.plain(status, SampleContent.text("{}"));
    }

    /** Box-Muller: a SplittableRandom, which can be seeded and is cheap, has no Gaussian of its own in Java 17. */
    private double gaussian() {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
