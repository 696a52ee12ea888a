package io.jenkins.plugins.cutover.aws;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** Amazon CloudWatch: GetMetricData of one expression. */
public final class CloudWatchMetrics {
    /** Of a point: the least for metrics that are not of high resolution. */
    public static final int PERIOD_SECONDS = 60;

    private static final Duration PERIOD = Duration.ofSeconds(PERIOD_SECONDS);

    /** GetMetricData gives up to 500 points of one series on a page; more pages than this are not one number. */
    private static final int MOST_PAGES = 5;

    /** Static, since {@code MetricReader} makes one of these for each query. */
    private static final SharedCalls<Query, Answer> QUERIES = new SharedCalls<>(AwsLimits.LOOKUP);

    private final AwsClients clients;

    private record Query(
            AwsClients clients, AwsIdentity identity, String region, Optional<URI> endpoint, Object request) {}

    /** What an expression gave. */
    public sealed interface Answer {}

    /**
     * @param newest of the series' points within the window
     * @param start of its period, epoch seconds
     */
    public record Point(double newest, long start) implements Answer {}

    /** The expression gave no series, or one without points in the window. */
    public record NoPoints() implements Answer {}

    /** @param count more than one: the expression must say which is meant */
    public record SeveralSeries(int count) implements Answer {}

    /** @param reason CloudWatch's status and messages, one line */
    public record Incomplete(String reason) implements Answer {}

    public CloudWatchMetrics(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * Takes 21 s at most, with the calls for temporary keys and for all pages of the answer.
     *
     * @param endpoint instead of AWS's own; empty for that
     * @param expression Metrics Insights ({@code SELECT AVG(...) FROM ...}), {@code SEARCH} or metric math
     * @param window how far back a point may lie
     * @param complete until when points are complete; the minute that holds it is not asked for
     * @throws AwsException when CloudWatch does not answer or refuses
     */
    public Answer query(
            AwsIdentity identity,
            String region,
            Optional<URI> endpoint,
            String expression,
            Duration window,
            Instant complete) {
        // EndTime is exclusive, and a point carries the start of its period (reference of GetMetricData).
        Instant end = complete.truncatedTo(ChronoUnit.MINUTES);
        GetMetricDataRequest request = GetMetricDataRequest.builder()
                .startTime(end.minus(window.compareTo(PERIOD) < 0 ? PERIOD : window))
                .endTime(end)
                .scanBy(ScanBy.TIMESTAMP_DESCENDING)
                .metricDataQueries(
                        query -> query.id("q1").expression(expression).period(PERIOD_SECONDS))
                .build();
        String what = "CloudWatch in " + region;
        Query key = new Query(clients, identity, region, endpoint, request);
        return QUERIES.get(
                key,
                what,
                () -> AwsErrors.translating(what, () -> {
                    try (CloudWatchClient client = clients.cloudWatch(identity, region, endpoint)) {
                        return answer(client.getMetricDataPaginator(request).stream()
                                .limit(MOST_PAGES)
                                .toList());
                    }
                }));
    }

    private static Answer answer(List<GetMetricDataResponse> pages) {
        List<MetricDataResult> results = pages.stream()
                .flatMap(page -> page.metricDataResults().stream())
                .toList();
        Set<String> series = results.stream()
                .map(result -> result.id() + " " + result.label())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (series.size() > 1) {
            return new SeveralSeries(series.size());
        }
        Optional<Incomplete> incomplete = incomplete(pages, results);
        if (incomplete.isPresent()) {
            return incomplete.get();
        }
        return results.stream()
                .filter(result -> result.hasValues() && !result.values().isEmpty())
                .findFirst()
                .<Answer>map(result -> new Point(
                        result.values().get(0), result.timestamps().get(0).getEpochSecond()))
                .orElseGet(NoPoints::new);
    }

    /**
     * Partial data is complete if a later page follows. A message for the whole answer says that only a part of the
     * expression was computed, whatever the status ("Messages" in the reference of GetMetricData).
     */
    private static Optional<Incomplete> incomplete(List<GetMetricDataResponse> pages, List<MetricDataResult> results) {
        GetMetricDataResponse last = pages.get(pages.size() - 1);
        Optional<MetricDataResult> bad = results.stream()
                .filter(result -> result.statusCode() == StatusCode.INTERNAL_ERROR
                        || result.statusCode() == StatusCode.FORBIDDEN
                        || result.statusCode() == StatusCode.PARTIAL_DATA
                                && last.metricDataResults().contains(result))
                .findFirst();
        boolean cut = last.nextToken() != null;
        boolean withMessage = pages.stream().anyMatch(page -> !page.messages().isEmpty());
        if (bad.isEmpty() && !cut && !withMessage) {
            return Optional.empty();
        }
        String status = bad.map(MetricDataResult::statusCodeAsString).orElse(StatusCode.COMPLETE.toString());
        return Optional.of(
                new Incomplete(status + (cut ? " (more than " + MOST_PAGES + " pages)" : messages(pages, results))));
    }

    private static String messages(List<GetMetricDataResponse> pages, List<MetricDataResult> results) {
        Set<String> messages = new LinkedHashSet<>();
        pages.forEach(page -> page.messages().forEach(m -> messages.add(m.code() + ": " + m.value())));
        results.forEach(result -> result.messages().forEach(m -> messages.add(m.code() + ": " + m.value())));
        return messages.isEmpty() ? "" : " (" + String.join("; ", messages) + ")";
    }
}
