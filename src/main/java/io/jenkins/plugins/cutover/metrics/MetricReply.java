package io.jenkins.plugins.cutover.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.http.HttpReply;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Text;

/** The reply of a metrics product, and the failures that every product can have. */
record MetricReply(HttpReply http) {
    private static final int OK = 200;
    private static final int MAX_LINE = 200;

    int status() {
        return http.status();
    }

    String body() {
        return http.body();
    }

    boolean ok() {
        return status() == OK;
    }

    /** The missing node when the body is not JSON. */
    JsonNode json() {
        return Json.parsed(body());
    }

    /** @param message the product's own; the start of the body when empty */
    MetricReading.Failed failed(String message) {
        String page = body().replaceAll("<[^>]*>", " ").replaceAll("[ \\t]+", " "); // some errors come as HTML
        String why = line(message.isEmpty() ? page : message);
        return new MetricReading.Failed("HTTP " + status() + (why.isEmpty() ? "" : ": " + why));
    }

    /** A reply that is not what the API documents: from a login page, a proxy, another product. */
    MetricReading.Failed unexpected() {
        return failed("not an answer of this API: " + line(body()));
    }

    /** A check is about one number; the query must say which of several is meant. */
    static MetricReading.Failed several(int count) {
        return new MetricReading.Failed(count + " series instead of one; sum or filter in the query");
    }

    static MetricReading.Failed notANumber(String text) {
        return new MetricReading.Failed("\"" + line(text) + "\" is not a number");
    }

    private static String line(String text) {
        return Text.firstLine(text, MAX_LINE);
    }
}
