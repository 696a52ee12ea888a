package io.jenkins.plugins.cutover.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * One answer of a sample service, as it is sent piece by piece.
 *
 * @param head status line and headers, without those of the frame
 * @param pieceBytes bytes of the body that are sent at once
 * @param pieceNanos between two pieces
 */
record SampleAnswer(String head, SampleContent body, boolean chunked, int pieceBytes, long pieceNanos, Ending ending) {
    private static final long STALLED = TimeUnit.SECONDS.toNanos(60);

    enum Ending {
        WHOLE,
        /** After half of the body the connection is closed. */
        CUT,
        /** After half of the body nothing for a minute. */
        STALLED
    }

    ByteBuffer start(boolean last) {
        String frame = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length();
        String close = last ? "Connection: close\r\n" : "";
        ByteBuffer start = ByteBuffer.allocate(head.length() + 128 + (int) after(0));
        start.put((head + close + frame + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        put(0, start);
        return start.flip();
    }

    /** The piece that begins at this offset. */
    ByteBuffer piece(long from) {
        ByteBuffer piece = ByteBuffer.allocate((int) (after(from) - from) + 32);
        put(from, piece);
        return piece.flip();
    }

    /** The offset after the piece that begins at this one. */
    long after(long from) {
        long end = from < turn() ? turn() : body.length();
        return Math.min(from + pieceBytes, end);
    }

    boolean endsAt(long offset) {
        return offset >= body.length() || cutAt(offset);
    }

    boolean cutAt(long offset) {
        return ending == Ending.CUT && offset >= turn();
    }

    /** The pause before the piece that begins at this offset, in nanoseconds. */
    long pause(long from) {
        return ending == Ending.STALLED && from == turn() ? STALLED : pieceNanos;
    }

    /** Where a faulty answer stops. */
    private long turn() {
        return ending == Ending.WHOLE ? 0 : body.length() / 2;
    }

    private void put(long from, ByteBuffer into) {
        long end = after(from);
        if (chunked && end > from) {
            into.put(ascii(Long.toHexString(end - from).toUpperCase(Locale.ROOT) + "\r\n"));
        }
        body.first(end).copy(from, into);
        if (chunked && end > from) {
            into.put(ascii("\r\n"));
        }
        if (chunked && end >= body.length()) {
            into.put(ascii("0\r\n\r\n"));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
