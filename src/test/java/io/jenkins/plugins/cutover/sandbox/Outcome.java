package io.jenkins.plugins.cutover.sandbox;

/** How one request of the load ended. An answer with {@code X-Side} came from a service, one without from HAProxy. */
public enum Outcome {
    /** An answer below 500 from a service. */
    OK,
    /** A 5xx from a service: the service failed, not the tool. */
    SERVICE_ERROR,
    /** An error that HAProxy made: 503 without a usable server, 502 when a server closed the connection, 504 when it took too long. */
    PROXY_ERROR,
    /** No complete answer in time. */
    TIMEOUT,
    /** The connection could not be opened. */
    REFUSED,
    /** The connection ended in the middle, or on a fresh connection before any answer. */
    CLOSED,
    /** What came back was not HTTP/1.x. */
    GARBLED;

    /** Whether the caller got no answer of a service. */
    public boolean lost() {
        return this != OK && this != SERVICE_ERROR;
    }
}
