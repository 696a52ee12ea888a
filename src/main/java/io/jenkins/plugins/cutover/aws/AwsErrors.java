package io.jenkins.plugins.cutover.aws;

import io.jenkins.plugins.cutover.model.CutoverException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns exceptions of the SDK into one line. */
final class AwsErrors {
    private static final int SERVER_ERROR = 500;
    private static final int LONGEST = 400;

    private AwsErrors() {}

    /** @param what is asked, for example {@code EKS cluster "orders" in eu-west-1} */
    static <T> T translating(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            throw new AwsException(what + ": " + answer(e), unavailable(e), e);
        } catch (SdkClientException e) {
            throw new AwsException(what + ": " + line(innermost(e)), true, e);
        } catch (SdkException e) {
            throw new AwsException(what + ": " + line(text(e.getMessage())), true, e);
        } catch (CutoverException e) {
            throw e;
        } catch (RuntimeException e) {
            // The SDK checks few answers: a proxy's page in place of keys is a NullPointerException.
            throw new AwsException(what + ": cannot be read (" + line(named(e)) + ")", true, e);
        }
    }

    private static boolean unavailable(AwsServiceException e) {
        return e.statusCode() >= SERVER_ERROR || e.isThrottlingException() || e.isRetryableException();
    }

    /** {@code AccessDenied (403): User is not authorized to perform: sts:AssumeRole}. */
    private static String answer(AwsServiceException e) {
        String code =
                e.awsErrorDetails() == null ? "" : text(e.awsErrorDetails().errorCode());
        String message = e.awsErrorDetails() == null
                ? text(e.getMessage())
                : text(e.awsErrorDetails().errorMessage());
        return line((code.isEmpty() ? "AWS answered " + e.statusCode() : code + " (" + e.statusCode() + ")")
                + (message.isEmpty() ? "" : ": " + message));
    }

    /** The SDK wraps the cause, and repeats all providers of its chain; the cause is what a reader can act on. */
    private static String innermost(SdkClientException e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        boolean own = cause instanceof SdkException || cause instanceof CutoverException;
        return own ? text(cause.getMessage()) : named(cause);
    }

    private static String named(Throwable e) {
        return e.getClass().getSimpleName() + ": " + text(e.getMessage());
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }

    private static String line(String text) {
        String line = text.replaceAll("\\s+", " ").trim();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }
}
