package io.jenkins.plugins.cutover.traffic.runtime;

import io.jenkins.plugins.cutover.model.CutoverException;

/** An answer that is malformed, or that refuses a command; the message is one line. */
public final class ProtocolException extends CutoverException {
    private static final long serialVersionUID = 1L;

    /** @param message one line; it follows the name of the instance */
    public ProtocolException(String message) {
        super(message);
    }
}
