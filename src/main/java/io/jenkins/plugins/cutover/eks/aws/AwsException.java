package io.jenkins.plugins.cutover.eks.aws;

import io.jenkins.plugins.cutover.model.CutoverException;

/** A request that AWS did not fulfil. */
public final class AwsException extends CutoverException {
    private static final long serialVersionUID = 1L;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final boolean unavailable;

    /** There is no complete answer. */
    AwsException(String message) {
        super(message);
        this.unavailable = true;
    }

    /** @param body of the answer: STS and EKS refuse too many requests with a 400 whose body says so */
    AwsException(String message, int status, String body) {
        super(message);
        this.unavailable = status >= SERVER_ERROR || status == TOO_MANY || body.contains("Throttl");
    }

    /** Whether a later attempt may help: AWS was not reached, or cannot answer now. Otherwise it refused the request. */
    public boolean unavailable() {
        return unavailable;
    }
}
