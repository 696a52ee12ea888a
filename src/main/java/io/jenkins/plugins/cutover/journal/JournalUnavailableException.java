package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;

/** The store of the records does not answer now. The records themselves may be intact. */
public final class JournalUnavailableException extends CutoverException {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    public JournalUnavailableException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private JournalUnavailableException(String message, Throwable cause, boolean refused) {
        super(message, cause);
        this.refused = refused;
    }

    /**
     * Access is denied, for example because credentials expired. A rollback then uses the local copies; anything else
     * fails with the message.
     */
    public static JournalUnavailableException refused(CutoverException why) {
        return new JournalUnavailableException(why.getMessage(), why, true);
    }

    /** The exception to throw where no copy can be used. To wait helps if the store is silent, but not after a refusal. */
    public CutoverException plain() {
        return refused && getCause() instanceof CutoverException why ? why : this;
    }
}
