package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;

/** What the records are kept in does not answer just now; nothing is known to be wrong with them. */
public final class JournalAwayException extends CutoverException {
    private static final long serialVersionUID = 1L;

    public JournalAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
