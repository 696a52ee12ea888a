package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a client asked for. */
record Request(
        String method, String path, Map<String, List<String>> query, String contentType, String accept, String body) {
    static final String DCOS_PREFIX = "/service/marathon";

    static Request read(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Map<String, List<String>> query = new LinkedHashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            String value = parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
            query.computeIfAbsent(parts[0], k -> new ArrayList<>()).add(value);
        }
        return new Request(
                exchange.getRequestMethod(),
                path.startsWith(DCOS_PREFIX) ? path.substring(DCOS_PREFIX.length()) : path,
                query,
                header(exchange, "Content-Type"),
                header(exchange, "Accept"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    boolean flag(String name, boolean otherwise) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() ? otherwise : values.get(0).equals("true");
    }

    JsonNode json() {
        if (!contentType.startsWith("application/json")) {
            throw ApiError.of(415, "Unsupported Media Type");
        }
        if (body.isBlank()) {
            throw ApiError.badJson("No content to map due to end-of-input");
        }
        try {
            return Json.parse(body);
        } catch (JsonParseException e) {
            throw ApiError.badJson(e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw ApiError.badJson("not JSON");
        }
    }

    /** As the log of calls shows it. */
    @Override
    public String toString() {
        StringBuilder flags = new StringBuilder();
        query.forEach((k, v) -> v.forEach(each ->
                flags.append(flags.isEmpty() ? "?" : "&").append(k).append('=').append(each)));
        return method + " " + path + flags + (body.isEmpty() ? "" : " " + body);
    }
}
