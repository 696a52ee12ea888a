package io.jenkins.plugins.cutover.sandbox;

/** How one request of the load ended. An answer with {@code X-Side} came from a service, one without from HAProxy. */
public enum Outcome {
    /** The answer that the request should get, or any answer below 400 from HAProxy itself. */
    OK("good"),
    /** A 5xx from a service: the service failed, not the tool. */
    SERVICE_ERROR("5xx"),
    /** An error that HAProxy made: 503 without a usable server, 502 when a server closed the connection, 504 when it took too long. */
    PROXY_ERROR("5xx of HAProxy"),
    /** Given up: no byte of an answer in time, or no end of it within the limit of its route. */
    TIMEOUT("given up"),
    /** The connection could not be opened. */
    REFUSED("refused"),
    /** The connection ended before the end of the answer's head, and not as one that was kept alive too long. */
    CLOSED("lost"),
    /** What came back was not HTTP/1.x. */
    GARBLED("garbled"),
    /** The connection ended in the middle of the body. */
    TRUNCATED("truncated"),
    /** The answer began, and then the client waited in vain for more of it. */
    STALLED("stalled"),
    /** A complete answer below 500 of a service, with another status than the path's. */
    WRONG_STATUS("wrong status"),
    /** A complete answer with the right status whose body has another length or other bytes than the path's. */
    WRONG_BODY("wrong body");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** Whether the caller got no complete answer of a service. */
    public boolean lost() {
        return this != OK && this != SERVICE_ERROR && this != WRONG_STATUS && this != WRONG_BODY;
    }
}
