package io.jenkins.plugins.cutover.model;

/** No agent that reaches the system is connected, or its answer did not come. The message is one line. */
public final class RemoteUnavailableException extends CutoverException {
    private static final long serialVersionUID = 1L;
    private final boolean sent;

    /** @param sent whether the task may have run nevertheless */
    public RemoteUnavailableException(String message, boolean sent) {
        super(message);
        this.sent = sent;
    }

    public boolean sent() {
        return sent;
    }
}
