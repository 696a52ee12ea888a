package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the Runtime API of one HAProxy instance is reached: {@code unix:/run/haproxy/admin.sock},
 * {@code tcp:127.0.0.1:9999} or {@code tls:lb1.example.com:9443}.
 *
 * @param scheme unix, tcp or tls
 * @param host the host (tcp, tls), empty for unix
 * @param port the port (tcp, tls), 0 for unix
 * @param path the socket's path (unix), empty otherwise
 */
public record InstanceAddress(Scheme scheme, String host, int port, String path) implements Serializable {
    /** How the socket is reached. Only unix and tls protect it: the Runtime API itself has no authentication. */
    public enum Scheme {
        UNIX,
        TCP,
        TLS
    }

    private static final Pattern NETWORK = Pattern.compile("(tcp|tls):(\\[[0-9a-fA-F:.]+]|[^:\\s]+):(\\d{1,5})");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static InstanceAddress parse(String text) {
        String value = text == null ? "" : text.trim();
        if (value.startsWith("unix:/")) {
            return new InstanceAddress(Scheme.UNIX, "", 0, value.substring("unix:".length()));
        }
        Matcher m = NETWORK.matcher(value);
        if (!m.matches()) {
            throw new InvalidInputException("haproxy instance: \"" + value
                    + "\" is not unix:/path/to/admin.sock, tcp:127.0.0.1:PORT or tls:HOST:PORT");
        }
        Endpoint endpoint = new Endpoint(m.group(2).replace("[", "").replace("]", ""), Integer.parseInt(m.group(3)));
        return new InstanceAddress(
                Scheme.valueOf(m.group(1).toUpperCase(Locale.ROOT)), endpoint.host(), endpoint.port(), "");
    }

    @JsonValue
    @Override
    public String toString() {
        if (scheme == Scheme.UNIX) {
            return "unix:" + path;
        }
        return scheme.name().toLowerCase(Locale.ROOT) + ":" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + port;
    }
}
