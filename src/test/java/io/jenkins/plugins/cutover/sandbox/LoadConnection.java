package io.jenkins.plugins.cutover.sandbox;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One kept-alive connection of the load. The pacing thread may send on it while the wire's thread closes it:
 * the thread that takes {@code flight} handles that request.
 */
final class LoadConnection {
    private final LoadWire wire;
    private final LoadTarget target;
    private final SocketChannel channel = SocketChannel.open();
    private final AtomicReference<LoadWire.Flight> flight = new AtomicReference<>();
    private final ByteBuffer in = ByteBuffer.allocate(16 * 1024);
    private volatile boolean reused;
    private boolean gone;

    LoadConnection(LoadWire wire, LoadTarget target) throws IOException {
        this.wire = wire;
        this.target = target;
    }

    void open(LoadWire.Flight first) throws IOException {
        flight.set(first);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean connected = channel.connect(target.address);
            channel.register(wire.selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
            if (connected) {
                write();
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    void send(LoadWire.Flight next) {
        flight.set(next);
        try {
            write();
        } catch (IOException e) {
            // The wire's thread sees the same and closes; the request continues on another connection.
            LoadWire.Flight mine = flight.getAndSet(null);
            if (mine != null) {
                wire.broken(mine, reused);
            }
        }
    }

    private void write() throws IOException {
        ByteBuffer request = ByteBuffer.wrap(wire.request);
        channel.write(request);
        if (request.hasRemaining()) {
            throw new IOException("a request of " + wire.request.length + " bytes did not fit an empty send buffer");
        }
    }

    void ready(SelectionKey key) {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                write();
            } else {
                read();
            }
        } catch (IOException e) {
            end(channel.isConnected() ? Outcome.CLOSED : Outcome.REFUSED);
        }
    }

    private void read() throws IOException {
        boolean ended = channel.read(in) < 0;
        String text = StandardCharsets.ISO_8859_1.decode(in.duplicate().flip()).toString();
        HttpAnswer answer = HttpAnswer.parse(text, ended || !in.hasRemaining());
        if (answer != null) {
            answered(answer);
        } else if (ended) {
            end(Outcome.CLOSED);
        }
    }

    private void answered(HttpAnswer answer) {
        in.clear();
        reused = true;
        finish(answer);
        if (answer.close()) {
            end(Outcome.CLOSED);
        } else {
            wire.idle(this, target);
        }
    }

    private void finish(HttpAnswer answer) {
        LoadWire.Flight mine = flight.getAndSet(null);
        if (mine != null) {
            wire.finish(mine, answer.side(), answer.outcome(), answer.status());
        }
    }

    /** On the wire's thread. A request that is still on it is lost, or sent once more where that is right. */
    void end(Outcome why) {
        if (!gone) {
            gone = true;
            target.open--;
            target.idle.remove(this);
            SampleHost.closeQuietly(channel);
        }
        LoadWire.Flight mine = flight.getAndSet(null);
        if (mine == null) {
            return;
        }
        if (why == Outcome.CLOSED && in.position() == 0) {
            wire.broken(mine, reused);
        } else {
            wire.finish(mine, null, why, 0);
        }
    }

    void expire(long dueBefore) {
        LoadWire.Flight mine = flight.get();
        if (mine != null && mine.due() < dueBefore) {
            end(Outcome.TIMEOUT);
        }
    }
}
