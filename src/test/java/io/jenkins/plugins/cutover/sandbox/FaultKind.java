package io.jenkins.plugins.cutover.sandbox;

/** What a faulty service does with an answer. Health checks are never hit, as with a real bug. */
public enum FaultKind {
    /** 500. */
    ERROR,
    /** 404, as for a route that was not deployed. */
    NOT_FOUND,
    /** 401, as with a secret that is missing. */
    UNAUTHORIZED,
    /** 302, as from a service that sees HTTP behind a proxy with TLS. */
    REDIRECT,
    /** The right status with {@code Content-Length: 0}. */
    EMPTY_BODY,
    /** Half of the data, in a correct frame. */
    SHORT_BODY,
    /** The connection is closed after half of the body. */
    TRUNCATE,
    /** After half of the body nothing for 60 s. */
    STALL,
    /** No answer for 20 s. */
    HANG,
    /** The answer begins late: its time is multiplied. */
    LATENCY,
    /** The body takes a multiple of its time, and at least 500 ms more. */
    SLOW_BODY,
    /** The body of a request is read over 10 s. Nothing else is hit. */
    SLOW_UPLOAD,
    /** The connection is reset before the answer. */
    RESET;

    /** Whether the answer is good except that it is slow. */
    boolean onlySlow() {
        return this == LATENCY || this == SLOW_BODY || this == SLOW_UPLOAD || this == HANG || this == STALL;
    }
}
