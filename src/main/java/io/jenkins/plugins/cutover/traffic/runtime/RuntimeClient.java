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
 * Runs one round of dialogues with any number of instances, on the calling thread, with one selector. The round ends
 * when all dialogues have ended or the deadline has passed. Every socket is closed afterwards.
 *
 * <p>A connection passes through these states:
 *
 * <ul>
 *   <li><b>connecting</b>: the socket is registered for {@code OP_CONNECT}, {@link Connection#exchange} is null;
 *   <li><b>exchanging</b>: the socket is connected. {@link Exchange} sends a batch of commands and waits for one answer
 *       to each; over TLS the handshake takes place in here;
 *   <li><b>ended</b>: the result is {@link DialogueResult.Completed} or {@link DialogueResult.Failed}, the key is
 *       cancelled and the socket closed. A connection that is open at the deadline becomes {@code Failed}.
 * </ul>
 *
 * <p>An instance is <b>silent</b> after it used up a whole deadline without ending its dialogue, and responsive again
 * after it ended one in any way, a refused connection included. A silent instance gets {@link #SILENT_DEADLINE} once
 * all responsive ones have ended, so that it does not delay every round; {@link #FULL_DEADLINE_INTERVAL} after it was
 * last found silent it gets the whole deadline again. Silence is judged as of the round's start, so that the count of
 * silent connections stays consistent within a round.
 *
 * <p>The hazard: a {@code Failed} dialogue says nothing about the commands already sent. HAProxy may have executed them
 * and may still execute them after the socket is closed. The caller must treat the instance as unknown and read it
 * back. {@code ApplyDialogue} therefore sends nothing that lowers a weight
 * before all raises were answered.
 */
public final class RuntimeClient implements Dialogues {
    private static final Duration SILENT_DEADLINE = Duration.ofMillis(300);
    private static final Duration FULL_DEADLINE_INTERVAL = Duration.ofSeconds(10);

    private final Optional<TlsClient> tls;
    private final Duration deadline;
    /** When each silent instance last used up the whole deadline, as {@link System#nanoTime}. */
    private final Map<InstanceAddress, Long> silent = new ConcurrentHashMap<>();

    /**
     * @param tls needed for {@code tls:} addresses
     * @param deadline for a whole round, connecting included
     */
    public RuntimeClient(Optional<TlsClient> tls, Duration deadline) {
        this(tls, deadline, Set.of());
    }

    /** @param knownSilent instances that another client found silent a moment ago */
    public RuntimeClient(Optional<TlsClient> tls, Duration deadline, Set<InstanceAddress> knownSilent) {
        this.tls = tls;
        this.deadline = deadline;
        knownSilent.forEach(i -> silent.put(i, System.nanoTime()));
    }

    /** The instances that are silent after the last round. */
    public Set<InstanceAddress> silent() {
        return Set.copyOf(silent.keySet());
    }

    @Override
    public Map<InstanceAddress, DialogueResult> run(Map<InstanceAddress, ? extends Dialogue> dialogues) {
        try (Round round = new Round()) {
            HostResolver names = HostResolver.lookUp(dialogues.keySet());
            // Those whose address is known first: a slow name look-up must not delay them.
            dialogues.forEach((i, d) -> round.connect(i, d, names, false));
            dialogues.forEach((i, d) -> round.connect(i, d, names, true));
            round.run();
            Map<InstanceAddress, DialogueResult> results = new LinkedHashMap<>();
            dialogues.keySet().forEach(i -> results.put(i, round.results.get(i)));
            return results;
        } catch (IOException e) {
            Map<InstanceAddress, DialogueResult> results = new LinkedHashMap<>();
            dialogues.keySet().forEach(i -> results.put(i, new DialogueResult.Failed(reason(e))));
            return results;
        }
    }

    /** A connection and its dialogue; {@code exchange} is null while it connects. */
    private static final class Connection {
        final InstanceAddress instance;
        final Dialogue dialogue;
        Exchange exchange;

        Connection(InstanceAddress instance, Dialogue dialogue) {
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

        void connect(InstanceAddress instance, Dialogue dialogue, HostResolver names, boolean named) {
            if (names.needsLookUp(instance) != named) {
                return;
            }
            Connection connection = new Connection(instance, dialogue);
            try {
                boolean unix = instance.scheme() == InstanceAddress.Scheme.UNIX;
                SocketChannel channel = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
                channels.add(channel);
                channel.configureBlocking(false);
                boolean connected = channel.connect(
                        unix
                                ? UnixDomainSocketAddress.of(instance.path())
                                : names.address(instance, remaining().dividedBy(2)));
                SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, connection);
                open++;
                openSilent += knownSilent(instance) ? 1 : 0;
                if (connected) {
                    advance(key);
                }
            } catch (IOException | RuntimeException e) {
                results.put(instance, new DialogueResult.Failed(reason(e)));
            }
        }

        void run() throws IOException {
            while (open > 0
                    && remaining().toMillis() > 0
                    && !Thread.currentThread().isInterrupted()) {
                selector.select(remaining().toMillis());
                for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
                    advance(key);
                }
                selector.selectedKeys().clear();
            }
            timeOutTheRest();
        }

        private void timeOutTheRest() {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            // The round ends when less than a millisecond is left, since a selector waits in milliseconds.
            boolean whole = deadline.minus(elapsed).toMillis() <= 0;
            long spent = whole ? deadline.toMillis() : elapsed.toMillis();
            for (SelectionKey key : List.copyOf(selector.keys())) {
                if (key.isValid()) {
                    Connection connection = (Connection) key.attachment();
                    String waited = connection.exchange == null ? "connecting" : connection.exchange.waitDescription();
                    results.put(
                            connection.instance, new DialogueResult.Failed("no answer in " + spent + " ms, " + waited));
                    if (whole) {
                        silent.put(connection.instance, System.nanoTime());
                    }
                }
            }
        }

        private void advance(SelectionKey key) {
            Connection connection = (Connection) key.attachment();
            try {
                SocketChannel channel = (SocketChannel) key.channel();
                if (connection.exchange == null) {
                    if (!channel.isConnected() && !channel.finishConnect()) {
                        return;
                    }
                    connection.exchange = new Exchange(connection.dialogue, channel(connection.instance, channel));
                }
                connection.exchange.advance(scratch);
                if (connection.exchange.completed()) {
                    end(key, new DialogueResult.Completed(Duration.ofNanos(System.nanoTime() - start)));
                } else {
                    key.interestOps(connection.exchange.interestOps());
                }
            } catch (IOException | RuntimeException e) {
                end(key, new DialogueResult.Failed(reason(e)));
            }
        }

        private void end(SelectionKey key, DialogueResult result) {
            InstanceAddress instance = ((Connection) key.attachment()).instance;
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

        /** The time left; shorter when only silent instances are open. */
        private Duration remaining() {
            boolean onlySilent = open > 0 && open == openSilent && SILENT_DEADLINE.compareTo(deadline) < 0;
            return (onlySilent ? SILENT_DEADLINE : deadline).minusNanos(System.nanoTime() - start);
        }

        private boolean knownSilent(InstanceAddress instance) {
            Long since = silent.get(instance);
            return since != null && start - since < FULL_DEADLINE_INTERVAL.toNanos();
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
            // The result of the dialogue is known already.
        }
    }

    private static String reason(Exception e) {
        return e instanceof ProtocolException ? e.getMessage() : ConnectionErrors.of(e);
    }
}
