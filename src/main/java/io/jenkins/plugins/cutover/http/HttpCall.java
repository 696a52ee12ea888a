package io.jenkins.plugins.cutover.http;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP request with its limits. Serializable: an agent can send it.
 *
 * @param uri http or https, with a host
 * @param headers by name; a value holds printable ASCII and tabs only
 * @param body sent as UTF-8; no body when empty
 * @param deadline for the whole exchange, from the DNS lookup to the last byte of the answer's body; above 0
 * @param maxBytes the largest body that is accepted in an answer; above 0
 * @param keepBody false reads the answer's body to its end and drops it
 */
public record HttpCall(
        String method,
        URI uri,
        Map<String, String> headers,
        String body,
        Duration deadline,
        int maxBytes,
        boolean keepBody)
        implements Serializable {
    public static final int MIB = 1 << 20;

    /** RFC 9110, section 5.6.2. */
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

    /** @throws InvalidInputException naming the address or the header; never the value of a header */
    public HttpCall {
        if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("(?i)https?")) {
            throw new InvalidInputException("\"" + withoutUser(uri) + "\" is not an http or https address with a host");
        }
        headers.forEach((name, value) -> check(uri.getHost(), name, value));
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    /** A GET request with the default limits: 10 s and 1 MiB. */
    public static HttpCall get(URI uri) {
        return of("GET", uri);
    }

    /** A request without a body, with the default limits: 10 s and 1 MiB. */
    public static HttpCall of(String method, URI uri) {
        return new HttpCall(method, uri, Map.of("User-Agent", UserAgent.VALUE), "", DEFAULT_DEADLINE, MIB, true);
    }

    /** Replaces a header of the same name. */
    public HttpCall header(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new HttpCall(method, uri, more, body, deadline, maxBytes, keepBody);
    }

    public HttpCall body(String contentType, String text) {
        return new HttpCall(method, uri, headers, text, deadline, maxBytes, keepBody)
                .header("Content-Type", contentType);
    }

    public HttpCall within(Duration time) {
        return new HttpCall(method, uri, headers, body, time, maxBytes, keepBody);
    }

    public HttpCall atMost(int bytes) {
        return new HttpCall(method, uri, headers, body, deadline, bytes, keepBody);
    }

    public HttpCall withoutBody() {
        return new HttpCall(method, uri, headers, body, deadline, maxBytes, false);
    }

    /** The JDK checks too, but its message quotes the value, which may be a secret. */
    private static void check(String host, String name, String value) {
        if (!name.matches(TOKEN)) {
            throw new InvalidInputException(
                    "a header for " + host + " has a name with characters that HTTP does not allow");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\t' && (c < ' ' || c > '~')) {
                throw new InvalidInputException("header " + name + " for " + host + ": character " + (i + 1) + " of "
                        + value.length() + " is not printable ASCII, such as a line break");
            }
        }
    }

    private static String withoutUser(URI uri) {
        return uri.toString().replaceFirst("//[^/]*@", "//");
    }

    /** Shows no header, no body, and no query, which can hold a signature. */
    @Override
    public String toString() {
        return method + " " + withoutUser(uri).replaceFirst("[?#].*", "");
    }
}
