package io.jenkins.plugins.cutover.eks.access;

import io.jenkins.plugins.cutover.aws.AwsException;
import io.jenkins.plugins.cutover.model.CutoverException;

/** AWS did not give the address of the cluster's API server, or a token for it. */
public final class NoClientException extends CutoverException {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    NoClientException(CutoverException cause) {
        super(cause.getMessage(), cause);
        this.refused = !(cause instanceof AwsException aws && aws.unavailable());
    }

    /** Whether AWS refused the request, for example for expired keys; false when AWS did not answer. */
    public boolean refused() {
        return refused;
    }
}
