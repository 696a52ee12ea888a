package io.jenkins.plugins.cutover.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.cutover.model.GateApproval;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Reported;
import io.jenkins.plugins.cutover.model.Retirement;
import io.jenkins.plugins.cutover.model.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adds to a record of layout 3 or older the fields {@code retirement} and {@code reported}, which those layouts had only
 * as events. This is the one place where a decision is read from a history, and it happens once a record.
 */
final class HistoryMigration {
    /** By subject, the kinds and the texts of the events that end its notice. */
    private static final Map<String, Set<String>> NOTICES = Map.of(
            "drift", Set.of("put-right"),
            "mesos", Set.of("Marathon runs the app as it was recorded again"),
            "eks", Set.of("the cluster answers again"),
            "waiting", Set.of(),
            "lock", Set.of());

    private final ObjectNode record;
    private final JsonNode history;

    private HistoryMigration(ObjectNode record) {
        this.record = record;
        this.history = record.path("history");
    }

    static void apply(ObjectNode record) {
        HistoryMigration migration = new HistoryMigration(record);
        migration.retirement().ifPresent(r -> record.set("retirement", Json.tree(r)));
        record.set("reported", Json.tree(migration.reported()));
    }

    private Optional<Retirement> retirement() {
        Optional<JsonNode> drain = last("retire-drain");
        Optional<JsonNode> decision = last("retire");
        boolean complete = Set.of("COMPLETED", "RETIRED").contains(text(record, "state"));
        return complete || drain.isPresent() || decision.isPresent()
                ? Optional.of(new Retirement(
                        completedAt(),
                        at(drain),
                        at(decision),
                        decision.map(e -> text(e.path("data"), "approver")).orElse("")))
                : Optional.empty();
    }

    /** The verdict may have left the history; samples are taken until it is given, and not after. */
    private Instant completedAt() {
        JsonNode samples = record.path("samples");
        JsonNode last = samples.path(samples.size() - 1);
        return Optional.ofNullable(at(last("verdict")))
                .orElseGet(() -> last.isMissingNode() ? instant(record, "updatedAt") : instant(last, "at"));
    }

    private Reported reported() {
        Reported reported = Reported.NOTHING;
        for (JsonNode event : history) {
            reported = after(reported.withSupersededApproval(), event);
        }
        return reported;
    }

    private static Reported after(Reported reported, JsonNode event) {
        Instant at = instant(event, "at");
        return switch (text(event, "kind")) {
            case "open", "taken-over" -> reported.withNewOwner();
            case "abandoned" -> reported.withAbandoned(at);
            case "left-open" -> reported.withLeftOpen(at);
            case "gate" -> reported.withApproval(approval(event.path("data"), at));
            case "verdict" -> verdict(event).map(reported::withVerdict).orElse(reported);
            default -> noticed(reported, text(event, "kind"), text(event, "text"));
        };
    }

    private static Reported noticed(Reported reported, String kind, String text) {
        Reported noticed = reported;
        for (Map.Entry<String, Set<String>> subject : NOTICES.entrySet()) {
            boolean about = subject.getKey().equals(kind);
            if (subject.getValue().contains(kind) || about && subject.getValue().contains(text)) {
                noticed = noticed.withoutNotice(subject.getKey());
            } else if (about) {
                noticed = noticed.withNotice(kind, text);
            }
        }
        return noticed;
    }

    private static GateApproval approval(JsonNode data, Instant at) {
        return new GateApproval(at, text(data, "approver"), text(data, "question"), text(data, "verdict"), true);
    }

    private static Optional<Verdict> verdict(JsonNode event) {
        return List.of(Verdict.values()).stream()
                .filter(v -> v.name().equals(text(event.path("data"), "verdict")))
                .findFirst();
    }

    private Optional<JsonNode> last(String kind) {
        Optional<JsonNode> found = Optional.empty();
        for (JsonNode event : history) {
            found = text(event, "kind").equals(kind) ? Optional.of(event) : found;
        }
        return found;
    }

    private static Instant at(Optional<JsonNode> event) {
        return event.map(e -> instant(e, "at")).orElse(null);
    }

    private static Instant instant(JsonNode node, String field) {
        return Instant.parse(text(node, field));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
