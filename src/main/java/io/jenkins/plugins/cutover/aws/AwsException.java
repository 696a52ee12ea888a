package io.jenkins.plugins.cutover.aws;

import io.jenkins.plugins.cutover.model.CutoverException;

/** An AWS call failed. The message is one line: what was asked, who answered, the error code and AWS's own sentence. */
public final class AwsException extends CutoverException {
    private static final long serialVersionUID = 1L;

    private final boolean unavailable;

    AwsException(String message, boolean unavailable, Throwable cause) {
        super(message, cause);
        this.unavailable = unavailable;
    }

    /** @return true if a later attempt can succeed: no answer, a server error or throttling; false if AWS refused */
    public boolean unavailable() {
        return unavailable;
    }
}
