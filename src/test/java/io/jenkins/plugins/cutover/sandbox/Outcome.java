package io.jenkins.plugins.cutover.sandbox;

/** How one request of the load ended. An answer with {@code X-Side} came from a service, one without from HAProxy. */
public enum Outcome {
    /** An answer below 500 from a service. */
    OK,
    /** A 5xx that a service gave: its own fault, not the tool's. */
    SERVICE_ERROR,
    /** An error that HAProxy made: 503 with nobody to ask, 502 when a server broke off, 504 when it took too long. */
    PROXY_ERROR,
    /** No whole answer in time. */
    TIMEOUT,
    /** The connection could not be opened. */
    REFUSED,
    /** The connection ended in the middle, or on a fresh connection before any answer. */
    CLOSED,
    /** What came back was not HTTP/1.x. */
    GARBLED;

    /** Whether the caller was left without an answer of a service. */
    public boolean lost() {
        return this != OK && this != SERVICE_ERROR;
    }
}
