package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A number from another system that must stay within its limits while a phase is judged.
 *
 * @param name the name in messages
 * @param url the base of the source's HTTP API; for {@link Source#HTTP} the page itself; null for AWS's own endpoint
 * @param credential the name of the secret; empty for none
 * @param query in the source's own language; empty for {@link Source#HTTP}
 * @param baselineQuery the same for Mesos, for a comparison of both sides; empty for none
 * @param max the value may not pass it; null for none
 * @param min the value may not fall below it; null for none
 * @param maxRatio how many times the baseline the value may be; null without a baseline
 * @param floor a value up to this is never too many times the baseline, 0 or more
 * @param every how often it is asked
 * @param window how far back an answer may lie; older points are no evidence
 * @param needsTraffic whether there is no number before EKS gets traffic
 * @param region of AWS, for {@link Source#CLOUDWATCH}; empty otherwise
 * @param expected what an {@link Source#HTTP} page must answer; null for the others
 */
public record CheckSpec(
        String name,
        Source source,
        URI url,
        String credential,
        String query,
        String baselineQuery,
        Double max,
        Double min,
        Double maxRatio,
        double floor,
        Duration every,
        Duration window,
        boolean needsTraffic,
        String region,
        Expected expected)
        implements Serializable {
    /** The systems that can be asked. */
    public enum Source {
        PROMETHEUS,
        GRAPHITE,
        DATADOG,
        CLOUDWATCH,
        DYNATRACE,
        SPLUNK,
        HTTP
    }

    /**
     * @param status of HTTP, 100 to 599
     * @param body a text that the answer must hold; empty for any
     */
    public record Expected(int status, String body) implements Serializable {}

    public boolean twoSided() {
        return !baselineQuery.isEmpty();
    }

    /** The same question about Mesos. */
    public CheckSpec baseline() {
        return new CheckSpec(
                name,
                source,
                url,
                credential,
                baselineQuery,
                "",
                max,
                min,
                maxRatio,
                floor,
                every,
                window,
                needsTraffic,
                region,
                expected);
    }

    /**
     * @param baseline of Mesos; not looked at without {@link #maxRatio}
     * @return what is wrong with the value, with the limit; empty when it is within all limits
     */
    public Optional<String> violation(double value, double baseline) {
        if (max != null && value > max) {
            return Optional.of(number(value) + " is above max " + number(max));
        }
        if (min != null && value < min) {
            return Optional.of(number(value) + " is below min " + number(min));
        }
        if (maxRatio != null && value > floor && value > maxRatio * baseline) {
            return Optional.of(number(value) + " is more than " + number(maxRatio) + " times Mesos's "
                    + number(baseline) + " (maxRatio)");
        }
        return Optional.empty();
    }

    /** Whole numbers without a point; others with the digits that a float has. */
    public static String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? String.valueOf((long) value) : String.valueOf((float) value);
    }
}
