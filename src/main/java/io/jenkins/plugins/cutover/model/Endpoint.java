package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a task or pod answers.
 *
 * @param host an IP address or a DNS name
 * @param port 1 to 65,535 (HAProxy takes a port modulo 65,536 in silence, so it is checked here)
 */
public record Endpoint(String host, int port) implements Comparable<Endpoint>, Serializable {
    private static final Pattern FORM = Pattern.compile("([^:\\s\"';#]+):(\\d{1,5})");

    public Endpoint {
        if (host == null || host.isBlank()) {
            throw new InvalidInputException("endpoint: the host is empty");
        }
        if (port < 1 || port > 65_535) {
            throw new InvalidInputException("endpoint " + host + ": port " + port + " is not between 1 and 65535");
        }
    }

    /** @throws InvalidInputException for what is not {@code HOST:PORT} */
    public static Endpoint parse(String text) {
        Matcher m = FORM.matcher(text.trim());
        if (!m.matches()) {
            throw new InvalidInputException(
                    "endpoint: \"" + text + "\" is not HOST:PORT, such as orders.example.com:80");
        }
        return new Endpoint(m.group(1), Integer.parseInt(m.group(2)));
    }

    @Override
    public int compareTo(Endpoint other) {
        int byHost = host.compareTo(other.host);
        return byHost != 0 ? byHost : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
