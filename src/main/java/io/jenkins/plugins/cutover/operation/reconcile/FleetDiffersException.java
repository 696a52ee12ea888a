package io.jenkins.plugins.cutover.operation.reconcile;

import io.jenkins.plugins.cutover.model.CutoverException;

/** The service file names another fleet than the record, in a way that cannot be adopted. */
public final class FleetDiffersException extends CutoverException {
    private static final long serialVersionUID = 1;

    FleetDiffersException(String message) {
        super(message);
    }
}
