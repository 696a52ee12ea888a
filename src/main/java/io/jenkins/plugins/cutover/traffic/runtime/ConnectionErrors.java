package io.jenkins.plugins.cutover.traffic.runtime;

import java.nio.file.NoSuchFileException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Translates Java's exceptions for a failed connection into one line that says what to check. */
final class ConnectionErrors {
    private ConnectionErrors() {}

    static String of(Exception e) {
        String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        String known = text.toLowerCase(Locale.ROOT);
        if (e instanceof SSLException) {
            return ofTls(text, known);
        }
        if (e instanceof NoSuchFileException || known.contains("no such file")) {
            return "there is no such socket";
        }
        if (known.contains("connection refused")) {
            return "connection refused, nothing listens on this address";
        }
        if (known.contains("permission denied")) {
            return "this user may not open the socket";
        }
        return text.isEmpty() || "null".equals(text) ? e.getClass().getSimpleName() : text;
    }

    private static String ofTls(String text, String known) {
        if (known.contains("certificate_required")
                || known.contains("bad_certificate")
                || known.contains("unknown_ca")) {
            return "TLS: the instance does not accept our client certificate (" + text + ")";
        }
        if (known.contains("path building") || known.contains("pkix")) {
            return "TLS: the instance's certificate is not signed by the CA in tls.ca";
        }
        return "TLS: " + text;
    }
}
