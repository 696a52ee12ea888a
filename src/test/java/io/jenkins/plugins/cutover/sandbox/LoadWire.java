package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The sockets of a {@link LoadGenerator}: one selector thread that connects, reads and watches the deadlines. */
final class LoadWire implements AutoCloseable {
    private static final long SWEEP_MILLIS = 20;

    final Selector selector;
    final byte[] request;
    private final long timeoutNanos;
    private final RequestLog log;
    private final Map<InetSocketAddress, LoadTarget> known = new ConcurrentHashMap<>();
    private final Queue<Flight> toConnect = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong retries = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    /** A request in flight; {@code due} is in {@link System#nanoTime()}. */
    record Flight(long due, LoadTarget target, boolean retried) {}

    LoadWire(LoadPlan plan, RequestLog log) {
        this.log = log;
        timeoutNanos = plan.timeout().toNanos();
        request = ("GET " + plan.path() + " HTTP/1.1\r\nHost: " + plan.host() + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
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
    void send(long due, LoadTarget target) {
        inFlight.incrementAndGet();
        target.inFlight.incrementAndGet();
        Flight flight = new Flight(due, target, false);
        LoadConnection connection = target.idle.pollFirst();
        if (connection != null) {
            connection.send(flight);
        } else {
            toConnect.add(flight);
            selector.wakeup();
        }
    }

    void finish(Flight flight, Side side, Outcome outcome, int status) {
        log.add(flight.due, System.nanoTime(), side, outcome, status, flight.target.index);
        flight.target.inFlight.decrementAndGet();
        inFlight.decrementAndGet();
    }

    /** The connection ended before any byte of the answer. */
    void broken(Flight flight, boolean reused) {
        if (reused && !flight.retried) {
            retries.incrementAndGet();
            toConnect.add(new Flight(flight.due, flight.target, true));
            selector.wakeup();
        } else {
            finish(flight, null, Outcome.CLOSED, 0);
        }
    }

    /** On the wire's thread: the connection can be used again. */
    void idle(LoadConnection connection, LoadTarget target) {
        Flight next = target.waiting.pollFirst();
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
                selector.select(
                        key -> ((LoadConnection) Objects.requireNonNull(key.attachment())).ready(key), SWEEP_MILLIS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            for (Flight flight = toConnect.poll(); flight != null; flight = toConnect.poll()) {
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

    private void connect(Flight flight) {
        if (flight.target.open >= LoadTarget.MAX_CONNECTIONS) {
            flight.target.waiting.addLast(flight);
            return;
        }
        try {
            flight.target.open++;
            new LoadConnection(this, flight.target).open(flight);
        } catch (IOException e) {
            flight.target.open--;
            finish(flight, null, Outcome.REFUSED, 0);
        }
    }

    private void sweep(long now) {
        for (SelectionKey key : selector.keys()) {
            ((LoadConnection) Objects.requireNonNull(key.attachment())).expire(now - timeoutNanos);
        }
        for (LoadTarget target : known.values()) {
            while (!target.waiting.isEmpty() && target.waiting.peekFirst().due < now - timeoutNanos) {
                finish(target.waiting.pollFirst(), null, Outcome.TIMEOUT, 0);
            }
        }
    }

    @Override
    public void close() {
        long deadline = System.nanoTime() + timeoutNanos + 1_000_000_000L;
        try {
            while (inFlight.get() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
            closed = true;
            selector.wakeup();
            thread.join(5_000);
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }
}
