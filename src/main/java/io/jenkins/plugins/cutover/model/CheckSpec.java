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
 * @param floor a value up to this is never too many times the baseline, 0 or more; where lower values are worse, nothing is
 *     compared while the baseline is not above it
 * @param every how often it is asked
 * @param window how far back an answer may lie; older points are no evidence. The period of {@link Source#SPLUNK} and
 *     {@link Source#DYNATRACE}
 * @param needsTraffic whether there is no number before EKS gets traffic
 * @param region of AWS, for {@link Source#CLOUDWATCH}; empty otherwise
 * @param expected what an {@link Source#HTTP} page must answer; null for the others
 * @param kind whether it can roll back
 * @param margin how many times worse than the baseline a period of EKS may be in the comparison; null for no comparison
 * @param direction which values are worse, for the comparison
 * @param period of {@link Source#PROMETHEUS}: how long a time the query's number is about; null for what the query says
 * @param delay how long after a period's end its number is complete; null for the source's own
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
        Expected expected,
        Kind kind,
        Double margin,
        Direction direction,
        Duration period,
        Duration delay)
        implements Serializable {
    public CheckSpec {
        kind = kind == null ? Kind.GUARDRAIL : kind; // absent in older records
        direction = direction == null ? Direction.HIGHER : direction;
    }

    /** What a check can do. */
    public enum Kind {
        /** Holds a phase, and sends the traffic back. */
        GUARDRAIL,
        /** Is reported and decides nothing. */
        SIGNAL
    }

    /** Which values are worse. */
    public enum Direction {
        HIGHER,
        LOWER
    }

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

    public boolean signal() {
        return kind == Kind.SIGNAL;
    }

    /** Whether a value alone can be wrong. */
    public boolean limited() {
        return max != null || min != null || maxRatio != null;
    }

    /** Whether the sides are compared by a test that is part of the cutover's false rollback probability. */
    public boolean compared() {
        return twoSided() && margin != null && !signal();
    }

    /** Whether a period of EKS is worse than Mesos's by more than the margin. */
    public boolean worse(double value, double baseline) {
        return direction == Direction.HIGHER
                ? value > floor && value > margin * baseline
                : baseline > floor && value < baseline / margin;
    }

    /** How long a time a number is about, where the answer does not say it. */
    public Duration periodAsked() {
        return CheckPeriods.of(this);
    }

    /** How long after a period's end its number is complete. */
    public Duration settling() {
        return delay == null ? CheckPeriods.delay(source) : delay;
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
                expected,
                kind,
                margin,
                direction,
                period,
                delay);
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
