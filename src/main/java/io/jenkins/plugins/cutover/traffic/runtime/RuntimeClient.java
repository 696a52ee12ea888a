package io.jenkins.plugins.cutover.traffic.runtime;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds conversations with any number of instances at once, on the calling thread, until all are over or the deadline
 * has passed. Afterwards every socket is closed. Nothing here blocks longer than the deadline: an instance that
 * accepts a connection and then says nothing costs that much and no more. One that was silent in the last round costs
 * less: once all others are over it is given {@link #GRACE}, and the whole deadline again only every few seconds.
 */
public final class RuntimeClient implements Dialogues {
    private static final Duration GRACE = Duration.ofMillis(300);
    private static final Duration WHOLE_AGAIN = Duration.ofSeconds(10);

    private final Optional<TlsClient> tls;
    private final Duration deadline;
    /** When each silent instance last had the whole deadline, by the clock of {@link System#nanoTime}. */
    private final Map<InstanceAddress, Long> silent = new ConcurrentHashMap<>();

    /** @param tls needed for {@code tls:} addresses */
    public RuntimeClient(Optional<TlsClient> tls, Duration deadline) {
        this(tls, deadline, Set.of());
    }

    /** @param knownSilent instances that had the whole deadline a moment ago and said nothing */
    public RuntimeClient(Optional<TlsClient> tls, Duration deadline, Set<InstanceAddress> knownSilent) {
        this.tls = tls;
        this.deadline = deadline;
        knownSilent.forEach(i -> silent.put(i, System.nanoTime()));
    }

    /** The instances that said nothing when they were last given the whole deadline. */
    public Set<InstanceAddress> silent() {
        return Set.copyOf(silent.keySet());
    }

    @Override
    public Map<InstanceAddress, DialogueResult> hold(Map<InstanceAddress, ? extends Dialogue> dialogues) {
        try (Round round = new Round()) {
            HostResolver names = HostResolver.lookUp(dialogues.keySet());
            // Those whose address is known first: a slow name must not hold them up.
            dialogues.forEach((i, c) -> round.begin(i, c, names, false));
            dialogues.forEach((i, c) -> round.begin(i, c, names, true));
            round.run();
            Map<InstanceAddress, DialogueResult> results = new LinkedHashMap<>();
            dialogues.keySet().forEach(i -> results.put(i, round.results.get(i)));
            return results;
        } catch (IOException e) {
            Map<InstanceAddress, DialogueResult> results = new LinkedHashMap<>();
            dialogues.keySet().forEach(i -> results.put(i, new DialogueResult.Broken(reason(e))));
            return results;
        }
    }

    /** A connection that is being made or talked over; {@code talk} is null until it stands. */
    private static final class Line {
        final InstanceAddress instance;
        final Dialogue dialogue;
        Exchange exchange;

        Line(InstanceAddress instance, Dialogue dialogue) {
            this.instance = instance;
            this.dialogue = dialogue;
        }
    }

    private final class Round implements AutoCloseable {
        final long start = System.nanoTime();
        final Selector selector = Selector.open();
        final List<SocketChannel> channels = new ArrayList<>();
        final Map<InstanceAddress, DialogueResult> results = new LinkedHashMap<>();
        final ByteBuffer scratch = ByteBuffer.allocate(1 << 17);
        int open;
        int openSilent;

        Round() throws IOException {}

        void begin(InstanceAddress instance, Dialogue dialogue, HostResolver names, boolean named) {
            if (names.needed(instance) != named) {
                return;
            }
            Line line = new Line(instance, dialogue);
            try {
                boolean unix = instance.scheme() == InstanceAddress.Scheme.UNIX;
                SocketChannel channel = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
                channels.add(channel);
                channel.configureBlocking(false);
                boolean connected = channel.connect(
                        unix
                                ? UnixDomainSocketAddress.of(instance.path())
                                : names.address(instance, remaining().dividedBy(2)));
                SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, line);
                open++;
                openSilent += knownSilent(instance) ? 1 : 0;
                if (connected) {
                    move(key);
                }
            } catch (IOException | RuntimeException e) {
                results.put(instance, new DialogueResult.Broken(reason(e)));
            }
        }

        void run() throws IOException {
            while (open > 0
                    && remaining().toMillis() > 0
                    && !Thread.currentThread().isInterrupted()) {
                selector.select(remaining().toMillis());
                for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
                    move(key);
                }
                selector.selectedKeys().clear();
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            // The round ends when less than a millisecond is left, for a selector waits in milliseconds.
            boolean whole = deadline.minus(elapsed).toMillis() <= 0;
            long spent = whole ? deadline.toMillis() : elapsed.toMillis();
            for (SelectionKey key : List.copyOf(selector.keys())) {
                if (key.isValid()) {
                    Line line = (Line) key.attachment();
                    String waited = line.exchange == null ? "connecting" : line.exchange.waitsFor();
                    results.put(line.instance, new DialogueResult.Broken("no answer in " + spent + " ms, " + waited));
                    if (whole) {
                        silent.put(line.instance, System.nanoTime());
                    }
                }
            }
        }

        private void move(SelectionKey key) {
            Line line = (Line) key.attachment();
            try {
                SocketChannel channel = (SocketChannel) key.channel();
                if (line.exchange == null) {
                    if (!channel.isConnected() && !channel.finishConnect()) {
                        return;
                    }
                    line.exchange = new Exchange(line.dialogue, channel(line.instance, channel));
                }
                line.exchange.move(scratch);
                if (line.exchange.over()) {
                    end(key, new DialogueResult.Over(Duration.ofNanos(System.nanoTime() - start)));
                } else {
                    key.interestOps(line.exchange.interest());
                }
            } catch (IOException | RuntimeException e) {
                end(key, new DialogueResult.Broken(reason(e)));
            }
        }

        private void end(SelectionKey key, DialogueResult result) {
            InstanceAddress instance = ((Line) key.attachment()).instance;
            results.put(instance, result);
            key.cancel();
            open--;
            openSilent -= knownSilent(instance) ? 1 : 0;
            silent.remove(instance);
            closeQuietly((SocketChannel) key.channel());
        }

        private Channel channel(InstanceAddress instance, SocketChannel channel) throws IOException {
            if (instance.scheme() != InstanceAddress.Scheme.TLS) {
                return new PlainChannel(channel);
            }
            TlsClient client =
                    tls.orElseThrow(() -> new IOException("no certificates are configured for tls: instances"));
            return new TlsChannel(channel, client.engine(instance.host(), instance.port()));
        }

        /** Those that were silent before do not hold the others' round up. */
        private Duration remaining() {
            boolean onlySilent = open > 0 && open == openSilent && GRACE.compareTo(deadline) < 0;
            return (onlySilent ? GRACE : deadline).minusNanos(System.nanoTime() - start);
        }

        /** Judged as of the round's start, so that it is the same all the time. */
        private boolean knownSilent(InstanceAddress instance) {
            Long since = silent.get(instance);
            return since != null && start - since < WHOLE_AGAIN.toNanos();
        }

        @Override
        public void close() throws IOException {
            channels.forEach(RuntimeClient::closeQuietly);
            selector.close();
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing more is wanted of it.
        }
    }

    private static String reason(Exception e) {
        return e instanceof ProtocolException ? e.getMessage() : ConnectionErrors.of(e);
    }
}
