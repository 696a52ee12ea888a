package io.jenkins.plugins.cutover.http;

import java.io.Serializable;

/**
 * No complete answer.
 *
 * @param message one line without the address, except that a body over the limit names the host: {@code no answer within 3s}
 */
public record HttpFailure(Kind kind, String message) implements HttpResult, Serializable {
    /** What went wrong. */
    public enum Kind {
        /** The host is unknown or refuses, or does not accept a connection in time. The request was not sent. */
        NO_CONNECTION,
        /** The deadline passed before the answer was complete. The request may have been processed. */
        DEADLINE,
        /** The body of the answer is larger than the call's limit. */
        TOO_LARGE,
        /** The connection ended early, or what came is not HTTP. The request may have been processed. */
        BROKEN,
        /** The waiting thread was interrupted. */
        INTERRUPTED
    }
}
