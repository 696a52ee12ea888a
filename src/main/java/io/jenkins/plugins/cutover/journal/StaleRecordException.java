package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;

/** Somebody else wrote the record meanwhile; what was computed from the old one is void. */
public final class StaleRecordException extends CutoverException {
    private static final long serialVersionUID = 1L;

    public StaleRecordException(String service, long revision, long stored) {
        super("record of " + service + ": revision " + revision + " was read, " + stored + " is stored; read it again");
    }
}
