package io.jenkins.plugins.cutover.mesos;

import io.jenkins.plugins.cutover.model.CutoverException;

/** A call that Marathon did not fulfil; the message is one line that names the address and what it answered. */
public final class MarathonException extends CutoverException {
    private static final long serialVersionUID = 1L;

    /** What is the matter. */
    public enum Kind {
        /** No connection, no answer in time, no leader, a page of a proxy or a login instead of JSON: try again later. */
        UNAVAILABLE,
        /** The login was refused, or it does not suffice. */
        DENIED,
        /** There is no such app. */
        MISSING,
        /** Marathon understood and said no, or what answers is something else with a JSON of its own. */
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

    /** Whether the same call can succeed later without anyone changing anything. */
    public boolean mayPass() {
        return kind == Kind.UNAVAILABLE;
    }
}
