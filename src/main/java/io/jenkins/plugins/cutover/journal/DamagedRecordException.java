package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;

/** A stored record cannot be read, or was written by a newer version. To try again does not help. */
public final class DamagedRecordException extends CutoverException {
    private static final long serialVersionUID = 1;

    DamagedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
