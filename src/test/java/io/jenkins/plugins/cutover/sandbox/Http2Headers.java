package io.jenkins.plugins.cutover.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The part of HPACK (RFC 7541) that a client of HAProxy needs: no dynamic table, which the client's settings forbid, and
 * no Huffman code, which HAProxy does not use.
 */
final class Http2Headers {
    /** The name at these indexes of the static table is {@code :status}. */
    private static final int FIRST_STATUS = 8;

    private static final int[] STATUSES = {200, 204, 206, 304, 400, 404, 500};
    private static final int CONTENT_LENGTH = 28;
    private static final String STATUS = ":status";

    private Http2Headers() {}

    /** Of a GET. */
    static byte[] get(String authority, String path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x82); // :method GET
        out.write(0x86); // :scheme http
        literal(out, 1, authority);
        literal(out, 4, path);
        return out.toByteArray();
    }

    private static void literal(ByteArrayOutputStream out, int nameIndex, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        out.write(nameIndex);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    /**
     * The headers whose names are spelled out, {@code :status} and {@code content-length}.
     *
     * @throws IllegalArgumentException when a number in them is too long
     */
    static Map<String, String> read(ByteBuffer in) {
        Map<String, String> headers = new HashMap<>();
        while (in.hasRemaining()) {
            int first = in.get() & 0xff;
            if (first >= 0x80) {
                indexed(integer(in, first, 7), headers);
            } else if (first >= 0x40) {
                header(in, integer(in, first, 6), headers);
            } else if (first >= 0x20) {
                integer(in, first, 5); // The size of the table, which is 0.
            } else {
                header(in, integer(in, first, 4), headers);
            }
        }
        return headers;
    }

    private static void indexed(int index, Map<String, String> headers) {
        int status = index - FIRST_STATUS;
        if (status >= 0 && status < STATUSES.length) {
            headers.put(STATUS, Integer.toString(STATUSES[status]));
        }
    }

    private static void header(ByteBuffer in, int index, Map<String, String> headers) {
        String name =
                switch (index) {
                    case 0 -> text(in).toLowerCase(Locale.ROOT);
                    case FIRST_STATUS -> STATUS;
                    case CONTENT_LENGTH -> "content-length";
                    default -> "";
                };
        headers.put(name, text(in));
    }

    private static String text(ByteBuffer in) {
        int first = in.get() & 0xff;
        byte[] bytes = new byte[integer(in, first, 7)];
        in.get(bytes);
        if (first >= 0x80) {
            return ""; // In Huffman code: none that the load reads.
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** RFC 7541, section 5.1. */
    private static int integer(ByteBuffer in, int first, int bits) {
        int most = (1 << bits) - 1;
        int value = first & most;
        if (value < most) {
            return value;
        }
        for (int shift = 0; shift < 28; shift += 7) {
            int next = in.get() & 0xff;
            value += (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number in a header of HTTP/2 has more than four bytes");
    }
}
