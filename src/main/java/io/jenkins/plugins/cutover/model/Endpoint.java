package io.jenkins.plugins.cutover.model;

import java.io.Serializable;

/**
 * Where a task or pod answers.
 *
 * @param host an IP address or a DNS name
 * @param port 1 to 65,535 (HAProxy takes a port modulo 65,536 in silence, so it is checked here)
 */
public record Endpoint(String host, int port) implements Comparable<Endpoint>, Serializable {
    public Endpoint {
        if (host == null || host.isBlank()) {
            throw new InvalidInputException("endpoint: the host is empty");
        }
        if (port < 1 || port > 65_535) {
            throw new InvalidInputException("endpoint " + host + ": port " + port + " is not between 1 and 65535");
        }
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
