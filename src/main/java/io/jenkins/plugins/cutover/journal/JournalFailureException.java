package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;

/** The journal cannot be written here, for example because its disk is full: nothing was stored. */
public final class JournalFailureException extends CutoverException {
    private static final long serialVersionUID = 1;

    public JournalFailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
