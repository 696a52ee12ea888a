package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * A request of the product's own, which goes to both sides in turn. The user declares that it may be sent at any time.
 *
 * @param path with its query, from the first slash
 * @param method of HTTP, such as GET
 * @param expect the statuses of a good answer; empty for 200 to 399
 * @param rate requests a second to both sides together, above 0, at most {@link #MOST}
 * @param timeout how long a request may take, at most {@link #LONGEST}
 */
public record ProbeSpec(String path, String method, List<Integer> expect, double rate, Duration timeout)
        implements Serializable {
    public static final double MOST = 10;
    /** Requests a second of all probes of a service. */
    public static final double MOST_OF_ALL = 20;

    public static final Duration LONGEST = Duration.ofSeconds(5);

    public ProbeSpec {
        expect = List.copyOf(expect);
    }

    public boolean expects(int status) {
        return expect.isEmpty() ? status >= 200 && status <= 399 : expect.contains(status);
    }

    /** Such as {@code GET /health}. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
