package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The sockets of a {@link LoadGenerator}: one selector thread that connects, reads and watches the deadlines. */
final class LoadWire implements AutoCloseable {
    private static final long SWEEP_MILLIS = 20;

    /** How long a client waits for the end of an answer: of a short one, and of a download or stream. */
    private static final long WHOLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(90);

    final Selector selector;
    /** On the wire's thread only. */
    final ByteBuffer in = ByteBuffer.allocateDirect(128 * 1024);

    private final long timeoutNanos;
    private final RequestLog log;
    private final Map<InetSocketAddress, LoadTarget> known = new ConcurrentHashMap<>();
    private final Queue<LoadFlight> toConnect = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    /** Of these, answers that may take long. */
    private final AtomicInteger lasting = new AtomicInteger();

    private final AtomicLong retries = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    /** A socket of the selector. */
    interface Connection {
        void ready(SelectionKey key);

        /** Ends the requests whose clients give up now, a {@link System#nanoTime()}. */
        void expire(long now);
    }

    LoadWire(LoadPlan plan, RequestLog log) {
        this.log = log;
        timeoutNanos = plan.timeout().toNanos();
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, "load-wire");
        thread.setDaemon(true);
        thread.start();
    }

    List<LoadTarget> targets(List<InetSocketAddress> addresses) {
        return addresses.stream()
                .map(a -> known.computeIfAbsent(a, b -> new LoadTarget(known.size(), b)))
                .toList();
    }

    int inFlight() {
        return inFlight.get();
    }

    int inFlight(InetSocketAddress address) {
        LoadTarget target = known.get(address);
        return target == null ? 0 : target.inFlight.get();
    }

    long retries() {
        return retries.get();
    }

    /** Sends now if a connection is idle, else as soon as one is open. On the pacing thread. */
    void send(long due, LoadTarget target, LoadRequest request) {
        inFlight.incrementAndGet();
        target.inFlight.incrementAndGet();
        lasting.addAndGet(request.route().lasting() ? 1 : 0);
        long whole = request.route().lasting() ? LASTING_NANOS : Math.max(WHOLE_NANOS, timeoutNanos);
        LoadFlight flight = new LoadFlight(due, target, request, false, timeoutNanos, whole);
        boolean own = request.uploads() || request.http2() != null;
        LoadConnection connection = own ? null : target.idle.pollFirst();
        if (connection != null) {
            connection.send(flight);
        } else {
            toConnect.add(flight);
            selector.wakeup();
        }
    }

    /** @param side null for none */
    void finish(LoadFlight flight, Side side, Outcome outcome) {
        log.add(flight, System.nanoTime(), side, outcome);
        flight.target().inFlight.decrementAndGet();
        lasting.addAndGet(flight.request().route().lasting() ? -1 : 0);
        inFlight.decrementAndGet();
        synchronized (inFlight) {
            inFlight.notifyAll();
        }
    }

    /** The connection ended before any byte of the answer. */
    void broken(LoadFlight flight, boolean reused) {
        if (reused && !flight.retried()) {
            retries.incrementAndGet();
            toConnect.add(flight.again());
            selector.wakeup();
        } else {
            finish(flight, null, Outcome.CLOSED);
        }
    }

    /** On the wire's thread: the connection can be used again. */
    void idle(LoadConnection connection, LoadTarget target) {
        LoadFlight next = target.waiting.pollFirst();
        if (next != null) {
            connection.send(next);
        } else {
            target.idle.addFirst(connection);
        }
    }

    private void run() {
        long swept = System.nanoTime();
        while (!closed) {
            try {
                selector.select(key -> connection(key).ready(key), SWEEP_MILLIS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            for (LoadFlight flight = toConnect.poll(); flight != null; flight = toConnect.poll()) {
                connect(flight);
            }
            long now = System.nanoTime();
            if (now - swept > SWEEP_MILLIS * 1_000_000) {
                sweep(now);
                swept = now;
            }
        }
        selector.keys().forEach(key -> SampleHost.closeQuietly(key.channel()));
        SampleHost.closeQuietly(selector);
    }

    private static Connection connection(SelectionKey key) {
        return (Connection) Objects.requireNonNull(key.attachment());
    }

    private void multiplex(LoadFlight flight) {
        LoadTarget target = flight.target();
        try {
            if (target.http2 == null || target.http2.leaving()) {
                target.http2 = new Http2Connection(this, target);
            }
            target.http2.send(flight);
        } catch (IOException e) {
            finish(flight, null, Outcome.REFUSED);
        }
    }

    private void connect(LoadFlight flight) {
        if (flight.request().http2() != null) {
            multiplex(flight);
            return;
        }
        if (flight.target().open >= LoadTarget.MAX_CONNECTIONS) {
            flight.target().waiting.addLast(flight);
            return;
        }
        try {
            flight.target().open++;
            new LoadConnection(this, flight.target()).open(flight);
        } catch (IOException e) {
            flight.target().open--;
            finish(flight, null, Outcome.REFUSED);
        }
    }

    private void sweep(long now) {
        for (SelectionKey key : selector.keys()) {
            connection(key).expire(now);
        }
        for (LoadTarget target : known.values()) {
            while (!target.waiting.isEmpty() && target.waiting.peekFirst().expired(now) != null) {
                finish(target.waiting.pollFirst(), null, Outcome.TIMEOUT);
            }
        }
    }

    /** Downloads and streams that are under way then are left; they are not in the log. */
    @Override
    public void close() {
        try {
            awaitAnswers(System.nanoTime() + timeoutNanos + 1_000_000_000L);
            closed = true;
            selector.wakeup();
            thread.join(5_000);
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAnswers(long deadline) throws InterruptedException {
        synchronized (inFlight) {
            long left = deadline - System.nanoTime();
            while (inFlight.get() > lasting.get() && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(inFlight, left);
                left = deadline - System.nanoTime();
            }
        }
    }
}
