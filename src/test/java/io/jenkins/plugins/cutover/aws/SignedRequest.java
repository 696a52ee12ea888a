package io.jenkins.plugins.cutover.aws;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request as AWS checks it: Signature Version 4 in the Authorization header ("Create a signed AWS API request", IAM
 * user guide). Written from that text and not with the SDK, which is what it checks.
 */
record SignedRequest(String method, URI uri, Map<String, String> headers, byte[] body) {
    static SignedRequest of(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return new SignedRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                headers,
                exchange.getRequestBody().readAllBytes());
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The parameters of the query, or of a form in the body. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>(parse(uri.getRawQuery()));
        if (header("content-type").startsWith("application/x-www-form-urlencoded")) {
            parameters.putAll(parse(new String(body, StandardCharsets.UTF_8)));
        }
        return parameters;
    }

    static Map<String, String> parse(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : (query == null ? "" : query).split("&")) {
            String[] parts = pair.split("=", 2);
            if (!parts[0].isEmpty()) {
                parameters.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
            }
        }
        return parameters;
    }

    /** {@code Credential=KEY/DATE/REGION/SERVICE/aws4_request}: its five parts; empty for an unsigned request. */
    List<String> scope() {
        String credential = part("Credential");
        return credential.isEmpty() ? List.of() : List.of(credential.split("/"));
    }

    Instant signedAt() {
        String time = header("x-amz-date");
        return Instant.parse(
                time.replaceFirst("(\\d{4})(\\d{2})(\\d{2})T(\\d{2})(\\d{2})(\\d{2})Z", "$1-$2-$3T$4:$5:$6Z"));
    }

    boolean isSignedWith(String secret) {
        String[] names = part("SignedHeaders").split(";");
        String canonicalHeaders = Arrays.stream(names)
                .map(name -> name + ":" + header(name).trim().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        String payload = header("x-amz-content-sha256").isEmpty() ? hex(sha256(body)) : header("x-amz-content-sha256");
        if (!payload.equals("UNSIGNED-PAYLOAD") && !payload.equals(hex(sha256(body)))) {
            return false;
        }
        String query = parse(uri.getRawQuery()).isEmpty()
                ? ""
                : Arrays.stream(uri.getRawQuery().split("&")).sorted().collect(Collectors.joining("&"));
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String canonical = String.join("\n", method, path, query, canonicalHeaders, String.join(";", names), payload);
        return signature(canonical, header("x-amz-date"), scope(), secret).equals(part("Signature"));
    }

    /** @param scope key, date, region, service, {@code aws4_request} */
    static String signature(String canonical, String time, List<String> scope, String secret) {
        String toSign = String.join(
                "\n",
                "AWS4-HMAC-SHA256",
                time,
                String.join("/", scope.subList(1, scope.size())),
                hex(sha256(canonical.getBytes(StandardCharsets.UTF_8))));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.subList(1, scope.size())) {
            key = hmac(key, part);
        }
        return hex(hmac(key, toSign));
    }

    private String part(String name) {
        for (String part :
                header("authorization").replaceFirst("^AWS4-HMAC-SHA256 ", "").split(",\\s*")) {
            if (part.startsWith(name + "=")) {
                return part.substring(name.length() + 1);
            }
        }
        return "";
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
