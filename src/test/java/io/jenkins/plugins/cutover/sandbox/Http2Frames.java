package io.jenkins.plugins.cutover.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The frames of one HTTP/2 connection, of a client: RFC 9113, sections 4 and 6. */
final class Http2Frames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    /** How many bytes may come before the client must say that it takes more. */
    static final int WINDOW = 64 * 1024 * 1024;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = 9;
    private static final int LARGEST = 16_384;

    private final ByteBuffer in = ByteBuffer.allocate(4 * (LARGEST + HEAD));
    private final ByteBuffer out = ByteBuffer.allocate(256 * 1024);

    /** A frame that has come. */
    record Frame(int type, int flags, int stream, ByteBuffer payload) {
        static final int END_STREAM = 1;
        static final int ACK = 1;
        static final int END_HEADERS = 4;
        static final int PADDED = 8;
        static final int PRIORITY = 0x20;

        boolean has(int flag) {
            return (flags & flag) != 0;
        }

        byte[] bytes() {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            return bytes;
        }
    }

    /** Begins the connection. */
    Http2Frames() {
        out.put(PREFACE);
        ByteBuffer settings = ByteBuffer.allocate(18);
        settings.putShort((short) 1).putInt(0); // No dynamic table.
        settings.putShort((short) 2).putInt(0); // No push.
        settings.putShort((short) 4).putInt(WINDOW);
        add(SETTINGS, 0, 0, settings.array());
        add(WINDOW_UPDATE, 0, WINDOW);
    }

    /**
     * Reads what has come; {@link #next} gives its frames.
     *
     * @return whether the connection goes on
     */
    boolean read(SocketChannel channel) throws IOException {
        return channel.read(in) >= 0;
    }

    /** The next whole frame; null for none. */
    Frame next() {
        in.flip();
        try {
            if (in.remaining() < HEAD || in.remaining() < HEAD + (in.getInt(0) >>> 8)) {
                return null;
            }
            int word = in.getInt();
            int flags = in.get() & 0xff;
            int stream = in.getInt() & Integer.MAX_VALUE;
            byte[] payload = new byte[word >>> 8];
            in.get(payload);
            return new Frame(word & 0xff, flags, stream, ByteBuffer.wrap(payload));
        } finally {
            in.compact();
        }
    }

    void add(int type, int flags, int stream, byte[] payload) {
        out.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).put(payload);
    }

    /** A frame whose payload is one number. */
    void add(int type, int stream, int number) {
        add(type, 0, stream, ByteBuffer.allocate(4).putInt(number).array());
    }

    /** @return whether everything was written */
    boolean write(SocketChannel channel) throws IOException {
        out.flip();
        try {
            channel.write(out);
            return !out.hasRemaining();
        } finally {
            out.compact();
        }
    }
}
