package io.jenkins.plugins.cutover.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;

/** What came back. */
record Reply(int status, String body, HttpHeaders headers) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LINE = 200;

    boolean ok() {
        return status == 200;
    }

    /** Empty when there was no such header. */
    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The missing node when the body is not JSON. */
    JsonNode json() {
        try {
            JsonNode node = JSON.readTree(body);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** @param words the system's own; the start of the body when empty */
    MetricReading.Failed failed(String words) {
        String page = body.replaceAll("<[^>]*>", " ").replaceAll("[ \\t]+", " "); // some errors come as HTML
        String why = line(words.isEmpty() ? page : words);
        return new MetricReading.Failed("HTTP " + status + (why.isEmpty() ? "" : ": " + why));
    }

    /** An answer that is not what the API documents: a login page, a proxy, another system. */
    MetricReading.Failed unexpected() {
        return failed("not an answer of this API: " + line(body));
    }

    static String line(String text) {
        String first = text.strip().lines().findFirst().orElse("").strip();
        return first.length() > LINE ? first.substring(0, LINE) + "..." : first;
    }
}
