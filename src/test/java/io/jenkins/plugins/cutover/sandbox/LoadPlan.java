package io.jenkins.plugins.cutover.sandbox;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a {@link LoadGenerator}.
 *
 * @param targets HAProxy's HTTP ports, taken in turn; 1 to 255
 * @param rate requests per second, 0 to 20,000, over all targets together
 * @param poisson whether requests come at random (exponential gaps) and not evenly spaced
 * @param timeout the time after which a request counts as lost, from the moment it was due
 * @param path the URL path to request
 * @param host the Host header
 * @param seed of the Poisson gaps
 */
public record LoadPlan(
        List<InetSocketAddress> targets,
        double rate,
        boolean poisson,
        Duration timeout,
        String path,
        String host,
        long seed) {
    public LoadPlan {
        targets = List.copyOf(targets);
        if (targets.isEmpty() || targets.size() > 255) {
            throw new IllegalArgumentException("targets: " + targets.size() + " is not between 1 and 255");
        }
        checkRate(rate);
    }

    /** Evenly spaced requests for {@code /} with 3 seconds for an answer. */
    public static LoadPlan of(double rate, List<InetSocketAddress> targets) {
        return new LoadPlan(targets, rate, false, Duration.ofSeconds(3), "/", "sandbox", 1);
    }

    public LoadPlan asPoisson(long withSeed) {
        return new LoadPlan(targets, rate, true, timeout, path, host, withSeed);
    }

    public LoadPlan withTimeout(Duration other) {
        return new LoadPlan(targets, rate, poisson, other, path, host, seed);
    }

    public LoadPlan withPath(String otherHost, String otherPath) {
        return new LoadPlan(targets, rate, poisson, timeout, otherPath, otherHost, seed);
    }

    static void checkRate(double rate) {
        if (!(rate >= 0 && rate <= 20_000)) {
            throw new IllegalArgumentException("rate: " + rate + " is not between 0 and 20000");
        }
    }
}
