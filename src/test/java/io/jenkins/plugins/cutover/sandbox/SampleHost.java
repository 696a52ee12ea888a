package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs all sample services on one thread, with one selector and one queue of delayed answers. A service with a latency
 * of 5 ms therefore occupies no thread, and dozens of services use a few percent of a core. Answers are due to the
 * millisecond, the resolution of the selector.
 */
public final class SampleHost implements AutoCloseable {
    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Due> dues = new PriorityQueue<>();
    private final long seed;
    private volatile boolean closed;

    private record Due(long nanos, Runnable work) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.signum(nanos - other.nanos);
        }
    }

    /** @param seed for all random values in the services of this host */
    public SampleHost(long seed) {
        this.seed = seed;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, "sample-host");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Starts one instance and returns when it listens.
     *
     * @param at a loopback address of its own, for example 127.1.0.3:8080; port 0 for any
     * @param instance its task or pod name, sent in the header {@code X-Instance}
     * @param latency the median latency; the distribution is log-normal, with a p99 of 1.8 times the median
     * @throws UncheckedIOException when the address cannot be bound
     */
    public SampleService start(
            InetSocketAddress at, Side side, String instance, Duration latency, ServiceFaults faults) {
        SampleService service =
                new SampleService(this, at, side, instance, latency, faults, seed ^ instance.hashCode());
        await(service::open);
        return service;
    }

    /** Stops the host and, at once, every service on it. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the work on the host's thread and waits for it. */
    void await(Runnable work) {
        if (Thread.currentThread() == thread || closed) {
            work.run();
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        execute(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get(5, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException("the sample host does not answer", e);
        }
    }

    void execute(Runnable work) {
        tasks.add(work);
        selector.wakeup();
    }

    /** On the host's thread only. */
    void later(long nanos, Runnable work) {
        dues.add(new Due(System.nanoTime() + nanos, work));
    }

    /** On the host's thread only. The handler is called whenever the channel is ready. */
    SelectionKey register(SelectableChannel channel, int interest, Runnable handler) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, interest, handler);
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(key -> ((Runnable) Objects.requireNonNull(key.attachment())).run(), untilDue());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            runDue();
        }
        for (SelectionKey key : selector.keys()) {
            closeQuietly(key.channel());
        }
        closeQuietly(selector);
    }

    private long untilDue() {
        Due next = dues.peek();
        if (next == null) {
            return 1_000;
        }
        return Math.max(1, (next.nanos - System.nanoTime() + 500_000) / 1_000_000);
    }

    private void runDue() {
        long now = System.nanoTime();
        for (Due next = dues.peek(); next != null && next.nanos - now <= 0; next = dues.peek()) {
            dues.poll().work.run();
        }
    }

    static void closeQuietly(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception e) {
            // It is gone either way.
        }
    }
}
