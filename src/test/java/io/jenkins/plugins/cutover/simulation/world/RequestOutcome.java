package io.jenkins.plugins.cutover.simulation.world;

import java.time.Duration;

/**
 * How one request ends in the model, and what HAProxy 2.6 shows of it: the columns of {@code show stat} as measured for one
 * request (docs/haproxy.md has the table), and the fields of its line in the ring. Clients wait for 3 s.
 */
public enum RequestOutcome {
    ANSWERED(200, 0, 5, 1, 1, "--"),
    FAILED(500, 0, 5, 0, .1, "--"),
    NOT_FOUND(404, 0, 5, 0, .1, "--"),
    UNAUTHORIZED(401, 0, 5, 0, .1, "--"),
    REDIRECTED(302, 0, 5, 0, .1, "--"),
    /** Status 200 with nothing in it: only its size shows it. */
    EMPTY(200, 0, 5, 0, .05, "--"),
    /** Half of the data in a correct answer: only its size shows it. */
    SHORT(200, 0, 5, 1, .5, "--"),
    /** The connection is closed within the answer. */
    TRUNCATED(200, 0, 5, 1, .5, "SD"),
    /** Nothing more within the answer; the client gives up. */
    STALLED(200, 3, 5, 2995, .5, "CD"),
    /** No answer for 20 s. The client has left by then, which HAProxy does not notice without {@code abortonclose}. */
    HANGING(200, 20, 20_000, 0, 1, "--"),
    /** No answer; the client gives up, which HAProxy notices with {@code abortonclose}. */
    GIVEN_UP(400, 3, -1, -1, .1, "CH"),
    /** A body that takes a second and a half, and is whole. */
    SLOW(200, 1.5, 5, 1500, 1, "--"),
    /** The server does not read the upload; the client gives up. */
    UPLOAD_STALLED(400, 3, -1, -1, .1, "CD"),
    /** The connection is reset before the answer. */
    RESET(502, 0, -1, -1, .1, "SH");

    private final int status;
    private final double seconds;
    private final int firstByteMillis;
    private final int bodyMillis;
    private final double size;
    private final String end;

    RequestOutcome(int status, double seconds, int firstByteMillis, int bodyMillis, double size, String end) {
        this.status = status;
        this.seconds = seconds;
        this.firstByteMillis = firstByteMillis;
        this.bodyMillis = bodyMillis;
        this.size = size;
        this.end = end;
    }

    /** For so long the request is in flight; zero for the usual few milliseconds. */
    public Duration inFlight() {
        return Duration.ofMillis((long) (seconds * 1000));
    }

    /** The class of its {@code hrsp_*}; 0 when the server's answer never began. */
    int answerClass() {
        return firstByteMillis < 0 ? 0 : status / 100;
    }

    boolean isInvalid() {
        return this == TRUNCATED || this == RESET;
    }

    boolean isCutOff() {
        return this == TRUNCATED;
    }

    boolean isLeftByClient() {
        return end.startsWith("C");
    }

    /** @param bytes of the whole answer */
    long bytes(long bytes) {
        return Math.max(100, Math.round(bytes * size));
    }

    /** The fields from {@code %ST} to {@code %ts}. */
    String line(long bytes) {
        return status + "/0/0/" + firstByteMillis + "/" + bodyMillis + "/" + bytes(bytes) + "/90/" + end;
    }

    /** Whether it is a failure by itself, with nothing to compare it with. */
    public boolean isFailure() {
        return this == FAILED || this == TRUNCATED || this == RESET;
    }

    /** Whether more of it on EKS than on Mesos is harm that the columns show, without the ring. */
    public boolean isSeenInColumns() {
        return this != ANSWERED && this != EMPTY && this != SHORT && this != SLOW;
    }
}
