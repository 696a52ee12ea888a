package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to an API path that names a kind.
 *
 * @param namespace empty for none or all
 * @param name empty for the collection
 * @param subresource {@code status}, {@code scale}, {@code log}; empty for the object itself
 */
record ApiRequest(
        String method,
        Kind kind,
        String namespace,
        String name,
        String subresource,
        Map<String, String> query,
        String contentType,
        String userAgent,
        String body) {

    /** @return empty when the path names nothing that is known */
    static Optional<ApiRequest> parse(String method, URI uri, String contentType, String userAgent, String body) {
        List<String> path = Arrays.asList(uri.getPath().substring(1).split("/"));
        boolean core = path.get(0).equals("api");
        int start = core ? 2 : 3;
        if (path.size() <= start) {
            return Optional.empty();
        }
        String group = core ? "" : path.get(1);
        String version = path.get(start - 1);
        List<String> rest = path.subList(start, path.size());
        boolean inNamespace = rest.size() >= 3
                && rest.get(0).equals("namespaces")
                && Kind.find(group, version, rest.get(2)).isPresent();
        List<String> thing = inNamespace ? rest.subList(2, rest.size()) : rest;
        String namespace = inNamespace ? rest.get(1) : "";
        return Kind.find(group, version, thing.get(0))
                .filter(kind -> thing.size() <= 3)
                .map(kind -> new ApiRequest(
                        method,
                        kind,
                        namespace,
                        thing.size() > 1 ? thing.get(1) : "",
                        thing.size() > 2 ? thing.get(2) : "",
                        query(uri),
                        contentType == null ? "" : contentType.split(";")[0].trim(),
                        userAgent == null ? "unknown" : userAgent,
                        body));
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
            }
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The verb that RBAC calls it by. */
    String verb() {
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> name.isEmpty() ? query.containsKey("watch") ? "watch" : "list" : "get";
        };
    }

    boolean dryRun() {
        return "All".equals(query.get("dryRun"));
    }

    boolean apply() {
        return contentType.equals("application/apply-patch+yaml");
    }

    /** The field manager: as given, else the user agent up to its first slash, as the real server does. */
    String manager() {
        return query.getOrDefault("fieldManager", userAgent.split("/")[0]);
    }

    JsonNode json() {
        try {
            return apply()
                    ? Store.JSON.valueToTree(Serialization.unmarshal(body, Map.class))
                    : Store.JSON.readTree(body);
        } catch (JsonProcessingException | RuntimeException e) {
            throw ApiFault.badRequest("the body of the request was in an unknown format");
        }
    }

    ObjectNode object() {
        if (!(json() instanceof ObjectNode object)) {
            throw ApiFault.badRequest("the object provided is unrecognized (must be of type " + kind.kind() + ")");
        }
        return object;
    }
}
