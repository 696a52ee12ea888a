package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.sandbox.Http2Frames.Frame;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.BufferUnderflowException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The requests of the load that go by HTTP/2 (RFC 9113), in clear text with prior knowledge, many on one connection. As
 * a browser does, it finishes what is under way when HAProxy says GOAWAY, and sends the rest on another connection.
 * Lives on the wire's thread.
 */
final class Http2Connection implements LoadWire.Connection {
    private static final int MOST_STREAMS = 1_000_000;
    private static final int CANCEL = 8;

    private final LoadWire wire;
    private final SocketChannel channel = SocketChannel.open();
    private final SelectionKey key;
    private final Http2Frames frames = new Http2Frames();
    private final Map<Integer, LoadFlight> streams = new TreeMap<>();
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
    }

    /** Whether it takes no more requests. */
    boolean leaving() {
        return leaving || !channel.isOpen() || nextStream > MOST_STREAMS;
    }

    void send(LoadFlight flight) {
        int stream = nextStream;
        nextStream += 2;
        streams.put(stream, flight);
        frames.add(
                Http2Frames.HEADERS,
                Frame.END_HEADERS | Frame.END_STREAM,
                stream,
                flight.request().http2());
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
        } catch (IOException | IllegalArgumentException | BufferUnderflowException e) {
            close();
        }
    }

    @Override
    public void expire(long now) {
        for (int stream : List.copyOf(streams.keySet())) {
            Outcome why = streams.get(stream).expired(now);
            if (why != null) {
                frames.add(Http2Frames.RESET, stream, CANCEL);
                finish(stream, why);
            }
        }
        flush();
    }

    private void read() throws IOException {
        boolean goesOn = frames.read(channel);
        for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
            take(frame);
        }
        if (!goesOn) {
            close();
        }
    }

    private void take(Frame frame) {
        switch (frame.type()) {
            case Http2Frames.DATA -> data(frame);
            case Http2Frames.HEADERS -> headers(frame);
            case Http2Frames.RESET -> ended(frame.stream());
            case Http2Frames.SETTINGS -> acknowledge(frame, new byte[0]);
            case Http2Frames.PING -> acknowledge(frame, frame.bytes());
            case Http2Frames.GOAWAY -> leave(frame.payload().getInt() & Integer.MAX_VALUE);
            default -> {} // Windows for what a client sends: it sends no bodies.
        }
    }

    private void acknowledge(Frame frame, byte[] payload) {
        if (!frame.has(Frame.ACK)) {
            frames.add(frame.type(), Frame.ACK, 0, payload);
        }
    }

    private void headers(Frame frame) {
        LoadFlight flight = streams.get(frame.stream());
        if (flight == null) {
            return;
        }
        frame.payload().position(frame.has(Frame.PRIORITY) ? 5 : 0);
        flight.received();
        flight.answer().head(Http2Headers.read(frame.payload()));
        end(frame);
    }

    private void data(Frame frame) {
        unacknowledged += frame.payload().remaining();
        if (unacknowledged > Http2Frames.WINDOW / 2) {
            frames.add(Http2Frames.WINDOW_UPDATE, 0, unacknowledged);
            unacknowledged = 0;
        }
        LoadFlight flight = streams.get(frame.stream());
        if (flight == null) {
            return;
        }
        if (frame.has(Frame.PADDED)) {
            int padding = frame.payload().get() & 0xff;
            frame.payload().limit(frame.payload().limit() - padding);
        }
        flight.received();
        flight.answer().take(frame.payload());
        end(frame);
    }

    private void end(Frame frame) {
        if (frame.has(Frame.END_STREAM)) {
            LoadAnswer answer = streams.get(frame.stream()).answer();
            answer.ended();
            finish(frame.stream(), answer.outcome());
        }
    }

    private void finish(int stream, Outcome outcome) {
        LoadFlight flight = streams.remove(stream);
        wire.finish(flight, flight.answer().side(), outcome);
        if (leaving && streams.isEmpty()) {
            close();
        }
    }

    /** The stream or the connection has ended before its answer. */
    private void ended(int stream) {
        LoadFlight flight = streams.get(stream);
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
        List.copyOf(streams.keySet()).stream().filter(stream -> stream > last).forEach(this::ended);
        if (streams.isEmpty()) {
            close();
        }
    }

    private void close() {
        SampleHost.closeQuietly(channel);
        List.copyOf(streams.keySet()).forEach(this::ended);
    }

    private void flush() {
        if (!channel.isOpen() || !channel.isConnected()) {
            return;
        }
        try {
            boolean all = frames.write(channel);
            key.interestOps(SelectionKey.OP_READ | (all ? 0 : SelectionKey.OP_WRITE));
        } catch (IOException e) {
            close();
        }
    }
}
