package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Side;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One kept-alive connection of the load. The pacing thread may send on it while the wire's thread closes it:
 * the thread that takes {@code flight} handles that request.
 */
final class LoadConnection implements LoadWire.Connection {
    private final LoadWire wire;
    private final LoadTarget target;
    private final SocketChannel channel = SocketChannel.open();
    private final AtomicReference<LoadFlight> flight = new AtomicReference<>();
    private SelectionKey key;
    private ByteBuffer out;
    private long written;
    private volatile boolean reused;
    private boolean gone;

    LoadConnection(LoadWire wire, LoadTarget target) throws IOException {
        this.wire = wire;
        this.target = target;
    }

    void open(LoadFlight first) throws IOException {
        flight.set(first);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean connected = channel.connect(target.address);
            key = channel.register(wire.selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
            if (connected) {
                begin(first);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A request without a body, on a connection that is idle. */
    void send(LoadFlight next) {
        flight.set(next);
        try {
            ByteBuffer request = next.request().piece(0);
            channel.write(request);
            if (request.hasRemaining()) {
                throw new IOException("a request of " + request.limit() + " bytes did not fit an empty send buffer");
            }
        } catch (IOException e) {
            // The wire's thread sees the same and closes; the request continues on another connection.
            LoadFlight mine = flight.getAndSet(null);
            if (mine != null) {
                wire.broken(mine, reused);
            }
        }
    }

    private void begin(LoadFlight first) throws IOException {
        out = first.request().piece(0);
        written = 0;
        write(first);
    }

    /** As much of the request as the socket takes. */
    private void write(LoadFlight mine) throws IOException {
        while (true) {
            int count = channel.write(out);
            written += count;
            if (out.hasRemaining()) {
                mine.sent(count);
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            if (written == mine.request().length()) {
                mine.sent(count);
                key.interestOps(SelectionKey.OP_READ);
                out = null;
                return;
            }
            out = mine.request().piece(written);
        }
    }

    @Override
    public void ready(SelectionKey ready) {
        LoadFlight mine = flight.get();
        try {
            if (ready.isConnectable()) {
                channel.finishConnect();
                if (mine != null) {
                    begin(mine);
                }
            } else if (ready.isReadable()) {
                read();
            } else if (mine != null && out != null) {
                write(mine);
            }
        } catch (IOException e) {
            end(channel.isConnected() ? Outcome.CLOSED : Outcome.REFUSED);
        }
    }

    private void read() throws IOException {
        ByteBuffer in = wire.in.clear();
        int count = channel.read(in);
        LoadFlight mine = flight.get(); // After the read: an answer cannot come before its request.
        if (mine == null) {
            end(Outcome.CLOSED); // The end of an idle connection.
            return;
        }
        if (count < 0) {
            mine.answer().ended();
        } else if (count > 0) {
            mine.received();
            mine.answer().take(in.flip());
        }
        if (mine.answer().complete()) {
            answered(mine);
        } else if (count < 0) {
            end(Outcome.CLOSED);
        }
    }

    private void answered(LoadFlight mine) {
        reused = true;
        boolean last = mine.answer().close() || out != null;
        if (flight.compareAndSet(mine, null)) {
            wire.finish(mine, mine.answer().side(), mine.answer().outcome());
        }
        if (last) {
            end(Outcome.CLOSED);
        } else {
            wire.idle(this, target);
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
        LoadFlight mine = flight.getAndSet(null);
        if (mine == null) {
            return;
        }
        LoadAnswer answer = mine.answer();
        Side side = answer.side();
        if (why == Outcome.CLOSED && !answer.begun() && !mine.request().uploads()) {
            wire.broken(mine, reused);
        } else {
            wire.finish(mine, side, why == Outcome.CLOSED && answer.hasHead() ? Outcome.TRUNCATED : why);
        }
    }

    @Override
    public void expire(long now) {
        LoadFlight mine = flight.get();
        Outcome why = mine == null ? null : mine.expired(now);
        if (why != null) {
            end(why);
        }
    }
}
