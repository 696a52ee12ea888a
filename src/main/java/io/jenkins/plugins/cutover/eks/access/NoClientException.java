package io.jenkins.plugins.cutover.eks.access;

import io.jenkins.plugins.cutover.eks.aws.AwsException;
import io.jenkins.plugins.cutover.model.CutoverException;

/** There is no way to the cluster's API server: whoever tells its address and signs its tokens does not do so. */
public final class NoClientException extends CutoverException {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    NoClientException(CutoverException why) {
        super(why.getMessage(), why);
        this.refused = !(why instanceof AwsException aws && aws.unavailable());
    }

    /** Whether the asker is turned away, by expired keys for one, rather than nobody there. */
    public boolean refused() {
        return refused;
    }
}
