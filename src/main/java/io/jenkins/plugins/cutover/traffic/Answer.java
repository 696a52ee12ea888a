package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.Side;
import java.io.Serializable;
import java.util.Optional;

/**
 * How one request to a server ended, from a line of HAProxy's ring.
 *
 * @param route the label of the log line; empty without one
 * @param status 100 to 599; -1 when there was no answer
 * @param kind null for a request that was answered well, as far as HAProxy can tell
 * @param firstByteMillis queue, connect and response time; -1 when the request did not get that far
 * @param bodyMillis from the first to the last byte of the answer; -1 when not logged, or when there was no answer
 * @param bytes of the answer with its header; -1 when not logged
 * @param coding the answer's content coding, such as {@code gzip}; empty for none, null when not logged
 */
public record Answer(
        Side side,
        String route,
        int status,
        HarmKind kind,
        int firstByteMillis,
        int bodyMillis,
        long bytes,
        String coding)
        implements Serializable {
    private static final int SWITCHING_PROTOCOLS = 101;

    /** A line of the older format: only the time to the first byte is known. */
    public static Answer timed(Side side, int status, int firstByteMillis) {
        return new Answer(side, "", status, HarmKind.ofStatus(status).orElse(null), firstByteMillis, -1, -1, null);
    }

    /** The same answer, known to be of that kind. */
    public Answer as(HarmKind other) {
        return new Answer(side, route, status, other, firstByteMillis, bodyMillis, bytes, coding);
    }

    /** The same with another label. */
    public Answer withRoute(String other) {
        return new Answer(side, other, status, kind, firstByteMillis, bodyMillis, bytes, coding);
    }

    public Optional<HarmKind> harm() {
        return Optional.ofNullable(kind);
    }

    /** Whether the line says how the request ended, and not only how long it took. */
    public boolean complete() {
        return bytes >= 0;
    }

    /** Milliseconds from the request to its end, as far as they are known. */
    int elapsedMillis() {
        return Math.max(0, firstByteMillis) + Math.max(0, bodyMillis);
    }

    /** Milliseconds until the last byte; -1 when not known, and after a 101: a WebSocket is not slow because it is open. */
    public int totalMillis() {
        boolean open = status == SWITCHING_PROTOCOLS;
        return open || firstByteMillis < 0 || bodyMillis < 0 ? -1 : firstByteMillis + bodyMillis;
    }
}
