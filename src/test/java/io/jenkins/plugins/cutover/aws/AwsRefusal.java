package io.jenkins.plugins.cutover.aws;

/** An error answer of AWS: HTTP status, error code and message. */
final class AwsRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int status;
    final String code;

    AwsRefusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }
}
