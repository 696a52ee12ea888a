package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;

/** What the records are kept in does not answer just now; nothing is known to be wrong with them. */
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
     * The asker is turned away, by expired keys for one: a way back goes by what else is at hand; for all else it is as
     * wrong as it says.
     */
    public static JournalUnavailableException refused(CutoverException why) {
        return new JournalUnavailableException(why.getMessage(), why, true);
    }

    /** What to say where nothing stands in for the journal: waiting helps against silence, not against a refusal. */
    public CutoverException plain() {
        return refused && getCause() instanceof CutoverException why ? why : this;
    }
}
