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
 * @param timeout how long a client waits for the first byte of an answer, from the moment it was due, and for more of
 *     it once it has begun
 * @param mix which requests are sent
 * @param http2 part of the requests without a body that go by HTTP/2 in clear text, 0 to 1; not for
 *     {@link Mix#ONE_PATH}
 * @param path the URL path to request; only for {@link Mix#ONE_PATH}
 * @param host the Host header
 * @param seed of the Poisson gaps
 */
public record LoadPlan(
        List<InetSocketAddress> targets,
        double rate,
        boolean poisson,
        Duration timeout,
        Mix mix,
        double http2,
        String path,
        String host,
        long seed) {
    /** What is requested. */
    public enum Mix {
        /** GET of one path. */
        ONE_PATH,
        /** Every {@link SampleRoute} but the long streams: all answers end within seconds. */
        NO_LONG_STREAMS,
        /** Every {@link SampleRoute}, each with its part of the traffic. */
        ALL_ROUTES
    }

    public LoadPlan {
        targets = List.copyOf(targets);
        if (targets.isEmpty() || targets.size() > 255) {
            throw new IllegalArgumentException("targets: " + targets.size() + " is not between 1 and 255");
        }
        checkRate(rate);
    }

    /** Evenly spaced requests for {@code /} with 3 seconds for an answer. */
    public static LoadPlan of(double rate, List<InetSocketAddress> targets) {
        return new LoadPlan(targets, rate, false, Duration.ofSeconds(3), Mix.ONE_PATH, 0, "/", "sandbox", 1);
    }

    /** Like users' traffic: all routes at random, each with its part of the traffic, and 3 seconds of patience. */
    public static LoadPlan mixed(double rate, List<InetSocketAddress> targets) {
        return of(rate, targets).withMix(Mix.ALL_ROUTES).withHttp2(0.1);
    }

    public LoadPlan withHttp2(double part) {
        return new LoadPlan(targets, rate, poisson, timeout, mix, part, path, host, seed);
    }

    public LoadPlan withMix(Mix other) {
        return new LoadPlan(targets, rate, poisson, timeout, other, http2, path, host, seed);
    }

    public LoadPlan asPoisson(long withSeed) {
        return new LoadPlan(targets, rate, true, timeout, mix, http2, path, host, withSeed);
    }

    public LoadPlan withTimeout(Duration other) {
        return new LoadPlan(targets, rate, poisson, other, mix, http2, path, host, seed);
    }

    public LoadPlan withPath(String otherHost, String otherPath) {
        return new LoadPlan(targets, rate, poisson, timeout, Mix.ONE_PATH, 0, otherPath, otherHost, seed);
    }

    static void checkRate(double rate) {
        if (!(rate >= 0 && rate <= 20_000)) {
            throw new IllegalArgumentException("rate: " + rate + " is not between 0 and 20000");
        }
    }
}
