package io.jenkins.plugins.cutover.http;

import java.io.Serializable;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A complete answer.
 *
 * @param headers the first value of each, by name in lower case
 * @param body read as UTF-8; empty when the call does not keep it
 */
public record HttpReply(int status, Map<String, String> headers, String body) implements HttpResult, Serializable {
    public HttpReply {
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    /** @param name in any case */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether the status is 200 to 299. */
    public boolean successful() {
        return status >= 200 && status < 300;
    }

    /** Shows neither headers nor body, which can hold tokens. */
    @Override
    public String toString() {
        return "HTTP " + status + ", " + body.length() + " characters";
    }
}
