package io.jenkins.plugins.cutover.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.http.HttpReply;
import io.jenkins.plugins.cutover.mesos.MarathonException.Kind;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.Text;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns an answer that is not a success into a one-line exception. The body can be HTML, or not from Marathon. */
final class Refusal {
    private static final int MAX_TEXT = 300;
    private static final Pattern TITLE = Pattern.compile("<title>([^<]*)</title>", Pattern.CASE_INSENSITIVE);
    private static final String BASE = "marathon.url must be the base of Marathon's v2 API,"
            + " such as http://marathon:8080 or https://master/service/marathon";
    private static final String NOT_MARATHON = "; " + BASE;

    private Refusal() {}

    static MarathonException of(String where, HttpReply reply, MarathonSpec spec) {
        String message = message(reply);
        String answered = where + ": answered " + reply.status() + (message.isEmpty() ? "" : " \"" + message + "\"");
        return switch (reply.status()) {
            case 401 -> Login.denied(where, 401, spec);
            // Marathon answers 403 also while more than 100 deployments run; that is temporary.
            case 403 ->
                message.contains("running deployments")
                        ? new MarathonException(Kind.UNAVAILABLE, answered)
                        : Login.denied(where, 403, spec);
            case 404 ->
                message.endsWith("does not exist")
                        ? new MarathonException(Kind.MISSING, where + ": " + message)
                        : new MarathonException(Kind.REFUSED, answered + NOT_MARATHON);
            case 502 -> new MarathonException(Kind.UNAVAILABLE, answered + " (no leader?)");
            default -> other(reply, answered, message);
        };
    }

    private static MarathonException other(HttpReply reply, String answered, String message) {
        if (message.equals("URI not found")) {
            return new MarathonException(Kind.REFUSED, answered + NOT_MARATHON);
        }
        if (reply.status() >= 300 && reply.status() < 400) {
            return new MarathonException(
                    Kind.REFUSED,
                    answered + ", a redirect to "
                            + Text.oneLine(reply.header("Location").orElse("an unnamed address"), MAX_TEXT)
                            + NOT_MARATHON);
        }
        boolean later = reply.status() >= 500 || reply.status() == 429 || reply.status() == 408;
        return new MarathonException(later ? Kind.UNAVAILABLE : Kind.REFUSED, answered);
    }

    /** A page of a proxy or a login, with any status: Marathon itself answers JSON. The cause can be temporary. */
    static MarathonException notJson(String where, HttpReply reply) {
        String message = message(reply);
        return new MarathonException(
                Kind.UNAVAILABLE,
                where + ": answered " + reply.status() + (message.isEmpty() ? "" : " \"" + message + "\"")
                        + " and no JSON: not Marathon but a proxy or a login page answered; if it always does, "
                        + BASE);
    }

    static MarathonException notMarathons(String where) {
        return new MarathonException(Kind.REFUSED, where + ": answered 200 with JSON that holds no app" + NOT_MARATHON);
    }

    /** Marathon's message with its details, or the title of an HTML page, on one line. */
    static String message(HttpReply reply) {
        JsonNode json = Json.parsed(reply.body());
        if (json.isObject()) {
            String details = details(json.path("details"));
            return Text.oneLine(json.path("message").asText("") + (details.isEmpty() ? "" : ": " + details), MAX_TEXT);
        }
        Matcher title = TITLE.matcher(reply.body());
        if (title.find()) {
            return Text.oneLine(title.group(1), MAX_TEXT);
        }
        return reply.body().contains("<") ? "" : Text.oneLine(reply.body(), MAX_TEXT);
    }

    private static String details(JsonNode details) {
        if (details.isTextual()) {
            return details.asText();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode detail : details) {
            StringBuilder errors = new StringBuilder();
            detail.path("errors")
                    .forEach(e -> errors.append(errors.isEmpty() ? "" : ", ").append(e.asText()));
            text.append(text.isEmpty() ? "" : "; ")
                    .append(detail.path("path").asText())
                    .append(' ')
                    .append(errors);
        }
        return text.toString();
    }
}
