package io.jenkins.plugins.cutover.model;

import io.jenkins.plugins.cutover.model.CheckSpec.Source;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The periods that the numbers of a source are about, and how long after their end they are complete. */
final class CheckPeriods {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** A range of PromQL such as {@code [1m30s]}, with the resolution of a subquery or without. */
    private static final Pattern RANGE = Pattern.compile("\\[\\s*((?:\\d+(?:ms|[smhdwy]))+)\\s*(?::[^\\]]*)?\\]");

    private static final Pattern PART = Pattern.compile("(\\d+)(ms|[smhdwy])");

    private static final Map<String, Duration> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS.getDuration(),
            "s", ChronoUnit.SECONDS.getDuration(),
            "m", MINUTE,
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7),
            "y", Duration.ofDays(365));

    private CheckPeriods() {}

    /**
     * For Prometheus the longest range of the query; without one a minute, the default {@code scrape_interval}, since a
     * query asked more often than that repeats a scrape.
     */
    static Duration of(CheckSpec check) {
        return switch (check.source()) {
            case PROMETHEUS -> check.period() != null ? check.period() : range(check.query());
            case SPLUNK, DYNATRACE -> check.window();
            default -> MINUTE;
        };
    }

    private static Duration range(String query) {
        Duration longest = Duration.ZERO;
        for (Matcher range = RANGE.matcher(query); range.find(); ) {
            Duration length = length(range.group(1));
            longest = length.compareTo(longest) > 0 ? length : longest;
        }
        return longest.compareTo(Duration.ofSeconds(1)) < 0 ? MINUTE : longest;
    }

    private static Duration length(String text) {
        Duration sum = Duration.ZERO;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            sum = sum.plus(UNITS.get(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
        }
        return sum;
    }

    /**
     * Prometheus: the default {@code scrape_timeout}. Graphite: the default {@code flushInterval} of StatsD. CloudWatch:
     * metrics of one minute are available after about two (Datadog, "Cloud Metric Delay"). Splunk: its manual has scheduled
     * reports end a minute ago, for events that are indexed late. Datadog and Dynatrace promise no figure for metrics
     * of their agents: one flush of the agent and a minute, two minutes.
     */
    static Duration delay(Source source) {
        return switch (source) {
            case PROMETHEUS, GRAPHITE -> Duration.ofSeconds(10);
            case DATADOG, SPLUNK -> MINUTE;
            case CLOUDWATCH, DYNATRACE -> Duration.ofMinutes(2);
            case HTTP -> Duration.ZERO;
        };
    }
}
