package io.jenkins.plugins.cutover.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * A body whose bytes follow from its path, so that a client can check each of them: a repeated pattern that begins at a
 * place of its own.
 *
 * @param pattern repeated without end
 * @param start where in the pattern the first byte is, from 0 to the pattern's length
 * @param length in bytes
 */
record SampleContent(byte[] pattern, int start, long length) {
    /** Letters and digits; the length is a prime, so that it fits no buffer's size. */
    private static final byte[] LETTERS = letters(65_537);

    static SampleContent of(String path, long length) {
        return new SampleContent(LETTERS, Math.floorMod(path.hashCode() * 31, LETTERS.length), length);
    }

    static SampleContent text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new SampleContent(bytes, 0, bytes.length);
    }

    SampleContent first(long bytes) {
        return new SampleContent(pattern, start, Math.min(bytes, length));
    }

    /** The bytes from this offset on: as many as fit the piece or are left. */
    void copy(long from, ByteBuffer into) {
        long offset = from;
        while (offset < length && into.hasRemaining()) {
            int at = at(offset);
            int size = (int) Math.min(Math.min(length - offset, into.remaining()), pattern.length - at);
            into.put(pattern, at, size);
            offset += size;
        }
    }

    /** Whether these are the bytes from this offset on, none of them after the end. Consumes them. */
    boolean matches(long from, ByteBuffer piece) {
        long offset = from;
        boolean same = from + piece.remaining() <= length;
        while (same && piece.hasRemaining()) {
            int at = at(offset);
            int size = Math.min(piece.remaining(), pattern.length - at);
            same = ByteBuffer.wrap(pattern, at, size).equals(piece.slice(piece.position(), size));
            piece.position(piece.position() + size);
            offset += size;
        }
        piece.position(piece.limit());
        return same;
    }

    private int at(long offset) {
        return (int) ((start + offset) % pattern.length);
    }

    private static byte[] letters(int count) {
        SplittableRandom random = new SplittableRandom(18);
        byte[] letters = new byte[count];
        for (int i = 0; i < count; i++) {
            letters[i] = (byte) "abcdefghijklmnopqrstuvwxyz0123456789".charAt(random.nextInt(36));
        }
        return letters;
    }
}
