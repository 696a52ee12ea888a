package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;

/** Another writer changed the record meanwhile; a result computed from the old one must not be written. */
public final class StaleRecordException extends CutoverException {
    private static final long serialVersionUID = 1L;

    private final boolean nothingStored;

    public StaleRecordException(String service, long revision, long stored) {
        super("record of " + service + ": revision " + revision + " was read, " + stored + " is stored; read it again");
        nothingStored = stored == 0;
    }

    /** Whether there is no record any more: it was lost. */
    public boolean nothingIsStored() {
        return nothingStored;
    }
}
