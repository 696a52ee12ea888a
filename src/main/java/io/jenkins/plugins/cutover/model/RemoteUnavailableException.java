package io.jenkins.plugins.cutover.model;

/** Nobody is at the place from which a system can be reached, or its answer did not come; one line. */
public final class RemoteUnavailableException extends CutoverException {
    private static final long serialVersionUID = 1L;
    private final boolean sent;

    /** @param sent whether the errand may have been run all the same */
    public RemoteUnavailableException(String message, boolean sent) {
        super(message);
        this.sent = sent;
    }

    public boolean sent() {
        return sent;
    }
}
