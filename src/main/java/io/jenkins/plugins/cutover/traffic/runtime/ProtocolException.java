package io.jenkins.plugins.cutover.traffic.runtime;

import io.jenkins.plugins.cutover.model.CutoverException;

/** An answer that is not what HAProxy says, or that says no; the message is one line. */
public final class ProtocolException extends CutoverException {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }
}
