package io.jenkins.plugins.cutover.model.aws;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs GET requests without a body by AWS Signature Version 4 ("Create a signed AWS API request" in the IAM user
 * guide). Written out here since the SDK's signer brings a dozen jars for these hundred lines.
 *
 * @param service as in the scope, for example {@code sts}
 */
public record SigV4(AwsCredentials keys, String region, String service, Instant now) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String NO_BODY = hex(sha256(""));
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** The headers to send, with the signature; they sign the host, the time and the session token. */
    public Map<String, String> headers(URI uri) {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("host", uri.getRawAuthority());
        headers.put("x-amz-date", TIME.format(now));
        if (!keys.sessionToken().isEmpty()) {
            headers.put("x-amz-security-token", keys.sessionToken());
        }
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        String signature = signature(canonical(uri, query, headers));
        headers.put(
                "Authorization",
                ALGORITHM + " Credential=" + keys.accessKey() + "/" + scope() + ", SignedHeaders="
                        + String.join(";", headers.keySet()) + ", Signature=" + signature);
        headers.remove("host"); // the HTTP client sends its own
        return headers;
    }

    /**
     * The address with the signature in its query.
     *
     * @param query without the signature's own parts
     * @param headers to be sent along with it, by lower-case name
     * @param seconds how long the address is good for
     */
    public URI presign(URI uri, Map<String, String> query, Map<String, String> headers, int seconds) {
        TreeMap<String, String> signed = new TreeMap<>(headers);
        signed.put("host", uri.getRawAuthority());
        TreeMap<String, String> all = new TreeMap<>(query);
        all.put("X-Amz-Algorithm", ALGORITHM);
        all.put("X-Amz-Credential", keys.accessKey() + "/" + scope());
        all.put("X-Amz-Date", TIME.format(now));
        all.put("X-Amz-Expires", String.valueOf(seconds));
        all.put("X-Amz-SignedHeaders", String.join(";", signed.keySet()));
        if (!keys.sessionToken().isEmpty()) {
            all.put("X-Amz-Security-Token", keys.sessionToken());
        }
        String text = query(all);
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + "?" + text + "&X-Amz-Signature="
                + signature(canonical(uri, text, signed)));
    }

    /** @return the parameters in the order and encoding of the canonical request */
    public static String query(Map<String, String> parameters) {
        Map<String, String> encoded = new LinkedHashMap<>();
        new TreeMap<>(parameters).forEach((name, value) -> encoded.put(encode(name), encode(value)));
        StringBuilder text = new StringBuilder();
        encoded.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value));
        return text.toString();
    }

    private static String canonical(URI uri, String query, TreeMap<String, String> headers) {
        StringBuilder text = new StringBuilder("GET\n");
        text.append(uri.getRawPath().isEmpty() ? "/" : uri.getRawPath()).append('\n');
        text.append(query).append('\n');
        headers.forEach((name, value) ->
                text.append(name).append(':').append(value.trim()).append('\n'));
        return text.append('\n')
                .append(String.join(";", headers.keySet()))
                .append('\n')
                .append(NO_BODY)
                .toString();
    }

    private String signature(String canonical) {
        String toSign = ALGORITHM + "\n" + TIME.format(now) + "\n" + scope() + "\n" + hex(sha256(canonical));
        byte[] key = ("AWS4" + keys.secretKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day(), region, service, "aws4_request"}) {
            key = hmac(key, part);
        }
        return hex(hmac(key, toSign));
    }

    private String scope() {
        return day() + "/" + region + "/" + service + "/aws4_request";
    }

    private String day() {
        return TIME.format(now).substring(0, 8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
