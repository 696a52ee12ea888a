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

/** Turns what the client and the server say into one line for a person. */
public final class ApiErrors {
    /** The API server's own sentence; it has the same form in every release since 1.9. */
    private static final Pattern FORBIDDEN =
            Pattern.compile("User \"([^\"]*)\" cannot (\\w+) resource \"([^\"]+)\" in API group \"([^\"]*)\""
                    + "(?: in the namespace \"([^\"]*)\"| at the cluster scope)?");

    private final String server;

    public ApiErrors(String server) {
        this.server = server;
    }

    /** Runs a call; {@code what} names it for a failure, for example {@code Deployment/orders}. */
    public <T> T translating(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw translate(what, e);
        }
    }

    /** The client gives a code of 0 or -1 where no answer came. */
    public static boolean unanswered(KubernetesClientException e) {
        return e.getCode() <= 0;
    }

    public CutoverException translate(String what, KubernetesClientException e) {
        return switch (Math.max(0, e.getCode())) {
            case 0 -> new CutoverException("Kubernetes API " + server + ": " + connection(e), e);
            case 401 ->
                new CutoverException(
                        "Kubernetes API " + server + ": the credential is refused (401): it is wrong or has expired",
                        e);
            case 403 -> new CutoverException(what + ": " + forbidden(said(e)), e);
            default -> new CutoverException(what + ": " + said(e) + " (" + e.getCode() + ")", e);
        };
    }

    static String forbidden(String said) {
        Matcher m = FORBIDDEN.matcher(said);
        if (!m.find()) {
            return said + " (403)";
        }
        String resource = m.group(4).isEmpty() ? m.group(3) : m.group(3) + "." + m.group(4);
        String where = m.group(5) == null ? "at the cluster scope" : "in namespace \"" + m.group(5) + "\"";
        return "missing permission: " + m.group(2) + " " + resource + " " + where + " for \"" + m.group(1) + "\"";
    }

    /** The server's words in one line; the client's when the server sent none. */
    static String said(KubernetesClientException e) {
        boolean server = e.getStatus() != null && e.getStatus().getMessage() != null;
        return oneLine(server ? e.getStatus().getMessage() : e.getMessage());
    }

    private static String connection(KubernetesClientException e) {
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

    public static String oneLine(String text) {
        return Text.oneLine(text, 500);
    }
}
