package io.jenkins.plugins.cutover.metrics;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Parts of requests that several systems share. */
final class Requests {
    private Requests() {}

    static HttpRequest.Builder get(URI base, String path, Map<String, String> query) {
        return HttpRequest.newBuilder(URI.create(base + path + "?" + form(query)))
                .header("Accept", "application/json");
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** {@code user:password} goes as Basic, anything else as a Bearer token. */
    static HttpRequest.Builder authorized(HttpRequest.Builder request, String secret) {
        if (secret.isEmpty()) {
            return request;
        }
        String basic = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        return request.header("Authorization", secret.contains(":") ? "Basic " + basic : "Bearer " + secret);
    }

    /** A check is about one number; which of several is meant is for the query to say. */
    static MetricReading.Failed several(int count) {
        return new MetricReading.Failed(count + " series instead of one; sum or filter in the query");
    }
}
