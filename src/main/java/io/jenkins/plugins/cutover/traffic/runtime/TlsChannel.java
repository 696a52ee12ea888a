package io.jenkins.plugins.cutover.traffic.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** TLS over a non-blocking socket. The handshake takes place inside reads and writes. */
final class TlsChannel implements Channel {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer in;
    private final ByteBuffer out;

    TlsChannel(SocketChannel channel, SSLEngine engine) throws IOException {
        this.channel = channel;
        this.engine = engine;
        in = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize());
        out = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize()).flip();
        engine.beginHandshake();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int start = into.position();
        int received = channel.read(in);
        while (true) {
            handshake();
            SSLEngineResult result = unwrap(into);
            boolean again = result.bytesConsumed() > 0 && result.getStatus() == Status.OK;
            if (!again && !needsWrap()) {
                int got = into.position() - start;
                boolean ended = received < 0 || result.getStatus() == Status.CLOSED;
                return got == 0 && ended ? -1 : got;
            }
        }
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        handshake();
        while (!hasPendingOutput() && from.hasRemaining() && established()) {
            wrap(from);
        }
    }

    @Override
    public boolean hasPendingOutput() {
        return out.hasRemaining();
    }

    private boolean established() {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Does the steps of the handshake that are possible now; the next one needs bytes from the other side. */
    private void handshake() throws IOException {
        flush();
        while (!hasPendingOutput()) {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else if (needsWrap()) {
                wrap(NOTHING);
            } else {
                return;
            }
        }
    }

    private boolean needsWrap() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return !hasPendingOutput() && (status == HandshakeStatus.NEED_WRAP || status == HandshakeStatus.NEED_TASK);
    }

    private SSLEngineResult unwrap(ByteBuffer into) throws IOException {
        in.flip();
        try {
            return engine.unwrap(in, into);
        } finally {
            in.compact();
        }
    }

    private void wrap(ByteBuffer from) throws IOException {
        out.clear();
        try {
            engine.wrap(from, out);
        } finally {
            out.flip();
        }
        flush();
    }

    private void flush() throws IOException {
        if (out.hasRemaining()) {
            channel.write(out);
        }
    }
}
