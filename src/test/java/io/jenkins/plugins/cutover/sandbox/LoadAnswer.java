package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Side;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads one HTTP/1.1 response as it comes, and compares its body with the one that is expected (RFC 9112, section 6.3):
 * of a known length, chunked, or up to the end of the connection.
 */
final class LoadAnswer {
    private static final int MAX_HEAD = 8 * 1024;

    private enum At {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        UNTIL_CLOSE,
        DONE,
        GARBLED
    }

    private final LoadRequest request;
    private final StringBuilder line = new StringBuilder();
    private At at = At.HEAD;
    private int status;
    private Side side;
    private boolean close;
    private boolean hit;
    private boolean same = true;
    private long left;
    private long read;
    private boolean begun;

    LoadAnswer(LoadRequest request) {
        this.request = request;
    }

    /** Takes these bytes. */
    void take(ByteBuffer in) {
        begun |= in.hasRemaining();
        while (in.hasRemaining() && at != At.DONE && at != At.GARBLED) {
            switch (at) {
                case BODY, CHUNK, UNTIL_CLOSE -> body(in);
                default -> letter((char) in.get());
            }
        }
    }

    /** Takes the head of an answer by HTTP/2; its body is what is taken until it has {@link #ended}. */
    void head(Map<String, String> headers) {
        begun = true;
        status = Integer.parseInt(headers.getOrDefault(":status", "0"));
        side = sideOf(headers.get("x-side"));
        hit = headers.containsKey(SampleAnswers.MARK.toLowerCase(Locale.ROOT));
        left = Long.parseLong(headers.getOrDefault("content-length", "0"));
        at = At.UNTIL_CLOSE;
    }

    /** The connection has ended. */
    void ended() {
        if (at == At.UNTIL_CLOSE) {
            at = At.DONE;
        }
        close = true;
    }

    /** Whether any byte of it has come. */
    boolean begun() {
        return begun;
    }

    boolean complete() {
        return at == At.DONE || at == At.GARBLED;
    }

    /** Whether its head has come. */
    boolean hasHead() {
        return status != 0;
    }

    /** 0 before the end of its head. */
    int status() {
        return status;
    }

    /** The side that answers; null without the header. */
    Side side() {
        return side;
    }

    /** Whether the connection cannot be used again. */
    boolean close() {
        return close || at == At.GARBLED;
    }

    /** Whether a fault of the service hits it. */
    boolean hit() {
        return hit;
    }

    /** Of a complete answer. */
    Outcome outcome() {
        if (at == At.GARBLED) {
            return Outcome.GARBLED;
        }
        if (left > 0) {
            return Outcome.TRUNCATED; // By HTTP/2: its frames may end early where the length says more.
        }
        if (side == null) {
            return status >= 400 ? Outcome.PROXY_ERROR : Outcome.OK;
        }
        if (status != request.route().status()) {
            return status >= 500 ? Outcome.SERVICE_ERROR : Outcome.WRONG_STATUS;
        }
        boolean whole =
                request.content() == null || same && read == request.content().length();
        return whole ? Outcome.OK : Outcome.WRONG_BODY;
    }

    private void body(ByteBuffer in) {
        int size = at == At.UNTIL_CLOSE ? in.remaining() : (int) Math.min(left, in.remaining());
        ByteBuffer piece = in.slice(in.position(), size);
        if (request.content() != null && same) {
            same = request.content().matches(read, piece);
        }
        in.position(in.position() + size);
        read += size;
        left -= size;
        if (at != At.UNTIL_CLOSE && left == 0) {
            at = at == At.BODY ? At.DONE : At.CHUNK_END;
        }
    }

    private void letter(char letter) {
        line.append(letter);
        if (at == At.HEAD) {
            boolean other = line.length() == 7 && !line.toString().equals("HTTP/1.");
            if (other || line.length() > MAX_HEAD) {
                at = At.GARBLED;
            } else if (letter == '\n' && line.length() > 4 && line.charAt(line.length() - 3) == '\n') {
                head(take());
            }
        } else if (letter == '\n') {
            frame(take().trim());
        }
    }

    private String take() {
        String taken = line.toString();
        line.setLength(0);
        return taken;
    }

    private void frame(String text) {
        if (at == At.CHUNK_SIZE) {
            String size = text.replaceAll("[ \\t]*;.*", "");
            if (size.matches("[0-9A-Fa-f]{1,8}")) {
                left = Long.parseLong(size, 16);
                at = left == 0 ? At.TRAILER : At.CHUNK;
            } else {
                at = At.GARBLED;
            }
        } else if (at == At.CHUNK_END) {
            at = At.CHUNK_SIZE;
        } else if (text.isEmpty()) {
            at = At.DONE;
        }
    }

    private void head(String text) {
        String digits = text.substring(9, Math.min(12, text.length()));
        if (!digits.matches("[1-5]\\d\\d")) {
            at = At.GARBLED;
            return;
        }
        String headers = text.toLowerCase(Locale.ROOT);
        status = Integer.parseInt(digits);
        side = sideOf(header(headers, "x-side"));
        hit = header(headers, SampleAnswers.MARK.toLowerCase(Locale.ROOT)) != null;
        close = "close".equals(header(headers, "connection"));
        String length = header(headers, "content-length");
        if (header(headers, "transfer-encoding") != null) {
            at = At.CHUNK_SIZE;
        } else if (length != null) {
            left = Long.parseLong(length);
            at = left == 0 ? At.DONE : At.BODY;
        } else {
            at = At.UNTIL_CLOSE;
            close = true;
        }
    }

    /** Null for none. */
    private static Side sideOf(String value) {
        return Stream.of(Side.values())
                .filter(side -> side.name().equalsIgnoreCase(value))
                .findFirst()
                .orElse(null);
    }

    private static String header(String headers, String name) {
        int found = headers.indexOf("\r\n" + name + ":");
        if (found < 0) {
            return null;
        }
        int from = found + name.length() + 3;
        return headers.substring(from, headers.indexOf("\r\n", from)).trim();
    }
}
