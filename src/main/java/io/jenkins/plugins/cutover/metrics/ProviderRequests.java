package io.jenkins.plugins.cutover.metrics;

import io.jenkins.plugins.cutover.http.HttpCall;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Parts of requests that several providers share. */
final class ProviderRequests {
    private ProviderRequests() {}

    static HttpCall get(URI base, String path, Map<String, String> query) {
        return HttpCall.get(URI.create(base + path + "?" + form(query))).header("Accept", "application/json");
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** Sends {@code user:password} as Basic and anything else as a Bearer token; no header when the secret is empty. */
    static HttpCall authorized(HttpCall call, String secret) {
        if (secret.isEmpty()) {
            return call;
        }
        String basic = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        return call.header("Authorization", secret.contains(":") ? "Basic " + basic : "Bearer " + secret);
    }
}
