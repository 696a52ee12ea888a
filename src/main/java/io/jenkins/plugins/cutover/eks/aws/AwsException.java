package io.jenkins.plugins.cutover.eks.aws;

import io.jenkins.plugins.cutover.model.CutoverException;

/** AWS did not do what it was asked for. */
public final class AwsException extends CutoverException {
    private static final long serialVersionUID = 1L;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final boolean unavailable;

    /** It cannot be reached. */
    AwsException(String message, Throwable cause) {
        super(message, cause);
        this.unavailable = true;
    }

    /** @param body of its answer: STS and EKS refuse whom they have too much of with a 400 that says so */
    AwsException(String message, int status, String body) {
        super(message);
        this.unavailable = status >= SERVER_ERROR || status == TOO_MANY || body.contains("Throttl");
    }

    /** Whether waiting may help: it was not reached, or cannot answer now. Otherwise it has refused. */
    public boolean unavailable() {
        return unavailable;
    }
}
