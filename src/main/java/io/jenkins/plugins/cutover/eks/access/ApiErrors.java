package io.jenkins.plugins.cutover.eks.access;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Text;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Turns failures of the client and refusals of the server into one line for people. */
public final class ApiErrors {
    /** The message of the API server; it has had the same form in every release since 1.9. */
    private static final Pattern FORBIDDEN =
            Pattern.compile("User \"([^\"]*)\" cannot (\\w+) resource \"([^\"]+)\" in API group \"([^\"]*)\""
                    + "(?: in the namespace \"([^\"]*)\"| at the cluster scope)?");

    private static final int UNAUTHORIZED = 401;

    private final String server;
    private final Runnable refused;

    /** @param server the URL of the API server, for messages */
    public ApiErrors(String server) {
        this(server, () -> {});
    }

    /** @param refused called when the server answers 401, so that the next client gets a new token */
    public ApiErrors(String server, Runnable refused) {
        this.server = server;
        this.refused = refused;
    }

    /**
     * Runs a call and translates its failure.
     *
     * @param what names the call in a message, for example {@code Deployment/orders}
     * @throws CutoverException of one line
     */
    public <T> T call(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == UNAUTHORIZED) {
                refused.run();
            }
            throw translate(what, e);
        }
    }

    /** Whether no answer came; the client gives such a failure a code of 0 or -1. */
    public static boolean noAnswer(KubernetesClientException e) {
        return e.getCode() <= 0;
    }

    /** The failure as one line that begins with {@code what}, or with the server when it did not answer. */
    public CutoverException translate(String what, KubernetesClientException e) {
        return switch (Math.max(0, e.getCode())) {
            case 0 -> new CutoverException("Kubernetes API " + server + ": " + connectionFailure(e), e);
            case 401 ->
                new CutoverException(
                        "Kubernetes API " + server + ": the credential is refused (401): it is wrong or has expired",
                        e);
            case 403 -> new CutoverException(what + ": " + forbidden(serverMessage(e)), e);
            default -> new CutoverException(what + ": " + serverMessage(e) + " (" + e.getCode() + ")", e);
        };
    }

    static String forbidden(String message) {
        Matcher m = FORBIDDEN.matcher(message);
        if (!m.find()) {
            return message + " (403)";
        }
        String resource = m.group(4).isEmpty() ? m.group(3) : m.group(3) + "." + m.group(4);
        String where = m.group(5) == null ? "at the cluster scope" : "in namespace \"" + m.group(5) + "\"";
        return "missing permission: " + m.group(2) + " " + resource + " " + where + " for \"" + m.group(1) + "\"";
    }

    /** The server's message in one line; the client's when the server sent none. */
    static String serverMessage(KubernetesClientException e) {
        boolean fromServer = e.getStatus() != null && e.getStatus().getMessage() != null;
        return oneLine(fromServer ? e.getStatus().getMessage() : e.getMessage());
    }

    private static String connectionFailure(KubernetesClientException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "unknown host " + cause.getMessage();
            }
            if (cause instanceof SocketTimeoutException
                    || cause instanceof HttpTimeoutException
                    || cause instanceof TimeoutException) {
                return "no answer in time";
            }
            if (cause instanceof ConnectException) {
                return "connection refused";
            }
            if (cause instanceof SSLException) {
                return "TLS failed (" + oneLine(cause.getMessage())
                        + "); eks.ca names the file with its CA, eks.trustAnyCertificate switches verification off";
            }
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return oneLine(cause.getMessage());
            }
        }
        return oneLine(e.getMessage());
    }

    /** Without line breaks, and at most 500 characters long. */
    public static String oneLine(String text) {
        return Text.oneLine(text, 500);
    }
}
