package io.jenkins.plugins.cutover.mesos;

import io.jenkins.plugins.cutover.model.CutoverException;

/** A call that Marathon did not fulfil; the message is one line that names the address and the answer. */
public final class MarathonException extends CutoverException {
    private static final long serialVersionUID = 1L;

    /** The cause, as far as a caller must distinguish it. */
    public enum Kind {
        /** No connection, no answer in time, no leader, a page of a proxy or a login instead of JSON: try again later. */
        UNAVAILABLE,
        /** The login was refused, or lacks a permission. */
        DENIED,
        /** There is no such app. */
        MISSING,
        /** Marathon refused the request, or another system answered with JSON of its own. */
        REFUSED
    }

    private final Kind kind;

    public MarathonException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same call can succeed later without a change of the configuration. */
    public boolean mayPass() {
        return kind == Kind.UNAVAILABLE;
    }
}
