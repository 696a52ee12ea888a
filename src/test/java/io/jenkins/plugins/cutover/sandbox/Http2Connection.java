package io.jenkins.plugins.cutover.sandbox;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The requests of the load that go by HTTP/2 (RFC 9113), in clear text with prior knowledge, many on one connection. As
 * a browser does, it finishes what is under way when HAProxy says GOAWAY, and sends the rest on another connection.
 * Lives on the wire's thread.
 */
final class Http2Connection implements LoadWire.Connection {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int WINDOW = 64 * 1024 * 1024;
    private static final int FRAME_HEAD = 9;
    private static final int LARGEST_FRAME = 16_384;
    private static final int MOST_STREAMS = 1_000_000;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;
    private static final int PRIORITY = 0x20;
    private static final int CANCEL = 8;

    private final LoadWire wire;
    private final SocketChannel channel = SocketChannel.open();
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocate(4 * (LARGEST_FRAME + FRAME_HEAD));
    private final ByteBuffer out = ByteBuffer.allocate(256 * 1024);
    private final Map<Integer, LoadWire.Flight> streams = new TreeMap<>();
    private int nextStream = 1;
    private int unacknowledged;
    private boolean leaving;

    Http2Connection(LoadWire wire, LoadTarget target) throws IOException {
        this.wire = wire;
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean connected = channel.connect(target.address);
            key = channel.register(wire.selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        out.put(PREFACE);
        ByteBuffer settings = ByteBuffer.allocate(18);
        settings.putShort((short) 1).putInt(0); // No dynamic table.
        settings.putShort((short) 2).putInt(0); // No push.
        settings.putShort((short) 4).putInt(WINDOW);
        frame(SETTINGS, 0, 0, settings.array());
        frame(WINDOW_UPDATE, 0, 0, number(WINDOW));
    }

    /** Whether it takes no more requests. */
    boolean leaving() {
        return leaving || !channel.isOpen() || nextStream > MOST_STREAMS;
    }

    void send(LoadWire.Flight flight) {
        int stream = nextStream;
        nextStream += 2;
        streams.put(stream, flight);
        frame(HEADERS, END_HEADERS | END_STREAM, stream, flight.request().http2());
        flush();
    }

    @Override
    public void ready(SelectionKey ready) {
        try {
            if (ready.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
            } else if (ready.isReadable()) {
                read();
            }
            flush();
        } catch (IOException | IllegalArgumentException e) {
            close();
        }
    }

    @Override
    public void expire(long now) {
        for (int stream : List.copyOf(streams.keySet())) {
            Outcome why = streams.get(stream).expired(now);
            if (why != null) {
                frame(RESET, 0, stream, number(CANCEL));
                finish(stream, why);
            }
        }
        flush();
    }

    private void read() throws IOException {
        int count = channel.read(in);
        in.flip();
        while (in.remaining() >= FRAME_HEAD && in.remaining() >= FRAME_HEAD + (in.getInt(in.position()) >>> 8)) {
            int word = in.getInt();
            int flags = in.get() & 0xff;
            int stream = in.getInt() & Integer.MAX_VALUE;
            ByteBuffer payload = in.slice(in.position(), word >>> 8);
            in.position(in.position() + payload.capacity());
            frame(word & 0xff, flags, stream, payload);
        }
        in.compact();
        if (count < 0) {
            close();
        }
    }

    private void frame(int type, int flags, int stream, ByteBuffer payload) {
        switch (type) {
            case DATA -> data(flags, stream, payload);
            case HEADERS -> headers(flags, stream, payload);
            case RESET -> ended(stream);
            case SETTINGS -> {
                if ((flags & ACK) == 0) {
                    frame(SETTINGS, ACK, 0, new byte[0]);
                }
            }
            case PING -> {
                if ((flags & ACK) == 0) {
                    byte[] bytes = new byte[payload.remaining()];
                    payload.get(bytes);
                    frame(PING, ACK, 0, bytes);
                }
            }
            case GOAWAY -> leave(payload.getInt() & Integer.MAX_VALUE);
            default -> {} // Windows for what a client sends: it sends no bodies.
        }
    }

    private void headers(int flags, int stream, ByteBuffer payload) {
        LoadWire.Flight flight = streams.get(stream);
        if (flight == null) {
            return;
        }
        payload.position((flags & PRIORITY) == 0 ? 0 : 5);
        flight.received();
        flight.answer().head(Http2Headers.read(payload));
        end(flags, stream);
    }

    private void data(int flags, int stream, ByteBuffer payload) {
        unacknowledged += payload.remaining();
        if (unacknowledged > WINDOW / 2) {
            frame(WINDOW_UPDATE, 0, 0, number(unacknowledged));
            unacknowledged = 0;
        }
        LoadWire.Flight flight = streams.get(stream);
        if (flight == null) {
            return;
        }
        if ((flags & PADDED) != 0) {
            int padding = payload.get() & 0xff;
            payload.limit(payload.limit() - padding);
        }
        flight.received();
        flight.answer().take(payload);
        end(flags, stream);
    }

    private void end(int flags, int stream) {
        if ((flags & END_STREAM) != 0) {
            LoadAnswer answer = streams.get(stream).answer();
            answer.ended();
            finish(stream, answer.outcome());
        }
    }

    private void finish(int stream, Outcome outcome) {
        LoadWire.Flight flight = streams.remove(stream);
        wire.finish(flight, flight.answer().side(), outcome);
        if (leaving && streams.isEmpty()) {
            close();
        }
    }

    /** The stream or the connection has ended before its answer. */
    private void ended(int stream) {
        LoadWire.Flight flight = streams.get(stream);
        if (flight == null) {
            return;
        }
        if (flight.answer().begun()) {
            finish(stream, Outcome.TRUNCATED);
        } else {
            streams.remove(stream);
            wire.broken(flight, stream > 1);
        }
    }

    /** HAProxy ends this connection: streams after this one were not taken. */
    private void leave(int last) {
        leaving = true;
        new ArrayList<>(streams.keySet()).stream().filter(s -> s > last).forEach(this::ended);
        if (streams.isEmpty()) {
            close();
        }
    }

    private void close() {
        SampleHost.closeQuietly(channel);
        List.copyOf(streams.keySet()).forEach(this::ended);
    }

    private void frame(int type, int flags, int stream, byte[] payload) {
        out.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).put(payload);
    }

    private void flush() {
        if (!channel.isOpen() || !channel.isConnected()) {
            return;
        }
        out.flip();
        try {
            channel.write(out);
            key.interestOps(SelectionKey.OP_READ | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0));
        } catch (IOException e) {
            close();
        } finally {
            out.compact();
        }
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
