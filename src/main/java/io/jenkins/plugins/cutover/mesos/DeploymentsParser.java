package io.jenkins.plugins.cutover.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Reads Marathon's JSON of deployments and of the launch queue. */
final class DeploymentsParser {
    private static final int MOST_REJECTIONS = 3;

    private DeploymentsParser() {}

    static Deployment read(JsonNode deployment) {
        return new Deployment(
                deployment.path("id").asText(),
                AppReader.stream(deployment.path("affectedApps"))
                        .map(JsonNode::asText)
                        .toList(),
                deployment.path("currentStep").asInt(),
                deployment.path("totalSteps").asInt(),
                AppReader.stream(deployment.path("currentActions"))
                        .map(a ->
                                a.path("action").asText() + " " + a.path("app").asText())
                        .toList());
    }

    static LaunchQueue queue(JsonNode entry) {
        JsonNode delay = entry.path("delay");
        JsonNode rejections = entry.path("processedOffersSummary").path("rejectSummaryLastOffers");
        return new LaunchQueue(
                entry.path("count").asInt(),
                Duration.ofSeconds(Math.max(0, delay.path("timeLeftSeconds").asLong())),
                delay.path("overdue").asBoolean(),
                rejections(rejections));
    }

    private static List<String> rejections(JsonNode summary) {
        return AppReader.stream(summary)
                .filter(r -> r.path("declined").asInt() > 0)
                .sorted(Comparator.comparingInt(
                        (JsonNode r) -> -r.path("declined").asInt()))
                .limit(MOST_REJECTIONS)
                .map(r -> r.path("reason").asText() + " " + r.path("declined").asInt() + " of "
                        + r.path("processed").asInt())
                .toList();
    }
}
