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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The service in each Mesos task and EKS pod of the sandbox: a real HTTP/1.1 server that names its side in {@code
 * X-Side} and its instance in {@code X-Instance}. {@code /health} answers 200 at once, 503 while {@link #healthy} is false; every
 * other path takes the service's latency and can fail as its {@link ServiceFaults} say. Started by
 * {@link SampleHost#start}.
 */
public final class SampleService implements AutoCloseable {
    private static final double SIGMA = 0.25;

    private final SampleHost host;
    private final Side side;
    private final String instance;
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

    /** Handles one request: decides the answer and its delay in nanoseconds. */
    void serve(String path, SampleConnection connection) {
        if (silent && !(checksPass && path.equals("/health"))) {
            return;
        }
        if (path.equals("/health")) {
            connection.answer(healthy ? 200 : 503, "{\"healthy\":" + healthy + "}");
            return;
        }
        requests.incrementAndGet();
        ServiceFaults.State now = faults.state();
        boolean fails = random.nextDouble() < now.errorFraction();
        String body = "{\"side\":\"" + side + "\",\"instance\":\"" + instance + "\",\"ok\":" + !fails + "}";
        long nanos = (long) (medianNanos * now.latencyFactor() * Math.exp(SIGMA * gaussian()));
        host.later(nanos, () -> connection.answer(fails ? 500 : 200, body));
    }

    /** Box-Muller: a SplittableRandom, which can be seeded and is cheap, has no Gaussian of its own in Java 17. */
    private double gaussian() {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
