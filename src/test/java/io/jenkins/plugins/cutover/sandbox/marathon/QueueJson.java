package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The launch queue: apps with instances that could not be launched yet, their back-off and the offers refused. */
final class QueueJson {
    private static final List<String> REASONS =
            List.of("UnfulfilledRole", "UnfulfilledConstraint", "InsufficientCpus", "InsufficientPorts");

    private QueueJson() {}

    static ArrayNode of(World world) {
        ArrayNode queue = Json.array();
        for (AppState app : world.apps.values()) {
            if (app.waiting() > 0) {
                queue.add(entry(app, world.now(), world.faults.agents));
            }
        }
        return queue;
    }

    private static ObjectNode entry(AppState app, Instant now, int agents) {
        Duration left = app.delayedUntil.isAfter(now) ? Duration.between(now, app.delayedUntil) : Duration.ZERO;
        ObjectNode entry =
                Json.object().put("count", app.waiting()).put("role", "*").put("since", Json.time(now));
        entry.set("app", app.definition);
        entry.set(
                "delay", Json.object().put("timeLeftSeconds", left.toSeconds()).put("overdue", left.isZero()));
        entry.set("processedOffersSummary", offers(left.isZero() ? agents : 0));
        return entry;
    }

    /** During the back-off no offers are evaluated; an instance that still waits afterwards fits no offer. */
    private static ObjectNode offers(int declined) {
        ArrayNode reasons = Json.array();
        for (String reason : REASONS) {
            reasons.add(Json.object()
                    .put("reason", reason)
                    .put("declined", reason.equals("InsufficientCpus") ? declined : 0)
                    .put("processed", declined));
        }
        ObjectNode summary = Json.object().put("processedOffersCount", declined).put("unusedOffersCount", declined);
        summary.set("rejectSummaryLastOffers", reasons);
        summary.set("rejectSummaryLaunchAttempt", reasons);
        return summary;
    }
}
