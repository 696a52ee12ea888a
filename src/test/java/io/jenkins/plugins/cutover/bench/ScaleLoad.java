package io.jenkins.plugins.cutover.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A steady load on every backend of every HAProxy, as cheap as possible: a few kept-alive connections, on which requests
 * are sent in batches without waiting for the answers. Answers are counted only.
 */
final class ScaleLoad implements AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final int BATCHES = 10;
    private static final byte[] STATUS = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);

    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final int rate;
    /** Each of the connections ends by itself; one line about it is enough. */
    private final AtomicBoolean ended = new AtomicBoolean();

    private volatile boolean stopping;

    /** @param rate requests a second to each backend on each HAProxy */
    ScaleLoad(List<Integer> ports, int cutovers, int rate) throws IOException {
        this.rate = rate;
        for (int port : ports) {
            for (int c = 0; c < CONNECTIONS; c++) {
                int first = c;
                List<Integer> services = IntStream.range(0, cutovers)
                        .filter(i -> i % CONNECTIONS == first)
                        .boxed()
                        .toList();
                SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                channels.add(channel);
                start("load-write", () -> write(channel, batches(services)));
                start("load-read", () -> read(channel));
            }
        }
    }

    /** Answers, and those of them with a status of 500 or more. */
    Map<String, Long> counts() {
        return Map.of("requests", answered.sum(), "failed", failed.sum());
    }

    private interface Work {
        void run() throws IOException;
    }

    private void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        if (!stopping && !ended.getAndSet(true)) {
                            System.err.println("cutover bench scale: the load ends: " + e);
                        }
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    private static List<ByteBuffer> batches(List<Integer> services) {
        List<ByteBuffer> batches = new ArrayList<>();
        for (int b = 0; b < BATCHES; b++) {
            StringBuilder requests = new StringBuilder();
            for (int i = b; i < services.size(); i += BATCHES) {
                requests.append("GET / HTTP/1.1\r\nHost: ")
                        .append(ScaleWorld.service(services.get(i)))
                        .append("\r\n\r\n");
            }
            batches.add(ByteBuffer.wrap(requests.toString().getBytes(StandardCharsets.US_ASCII)));
        }
        return batches;
    }

    /** One round over all batches is one request to each backend. */
    private void write(SocketChannel channel, List<ByteBuffer> batches) throws IOException {
        long due = System.nanoTime();
        for (int b = 0; !stopping; b = (b + 1) % BATCHES) {
            ByteBuffer batch = batches.get(b).duplicate();
            while (batch.hasRemaining()) {
                channel.write(batch);
            }
            due += 1_000_000_000L / rate / BATCHES;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private void read(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        int matched = 0;
        while (channel.read(buffer.clear()) >= 0) {
            for (int i = 0; i < buffer.position(); i++) {
                byte next = buffer.get(i);
                if (matched == STATUS.length) {
                    answered.increment();
                    failed.add(next >= '5' ? 1 : 0);
                    matched = 0;
                } else {
                    matched = next == STATUS[matched] ? matched + 1 : next == STATUS[0] ? 1 : 0;
                }
            }
        }
        if (!stopping) {
            throw new IOException("closed by HAProxy");
        }
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        for (SocketChannel channel : channels) {
            channel.close();
        }
        threads.forEach(LockSupport::unpark);
    }
}
