package io.jenkins.plugins.cutover.eks.aws;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.aws.AwsCredentials;
import io.jenkins.plugins.cutover.model.aws.SigV4;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of AWS STS that a cutover needs (API version 2011-06-15). */
final class Sts {
    private static final String SESSION = "phased-cutover";
    private static final String SECONDS = "3600";
    /** How long EKS may take to look at the address in a token; EKS itself ends the token after 15 minutes. */
    private static final int PRESIGNED_SECONDS = 60;

    private final AwsHttp http;
    private final URI endpoint;
    private final String region;
    private final Clock clock;

    Sts(AwsHttp http, URI endpoint, String region, Clock clock) {
        this.http = http;
        this.endpoint = endpoint;
        this.region = region;
        this.clock = clock;
    }

    /**
     * A bearer token for a cluster: {@code k8s-aws-v1.} and the base64url of a presigned GetCallerIdentity address that
     * signs the header {@code x-k8s-aws-id} along.
     */
    String token(AwsCredentials keys, String cluster) {
        URI signed = new SigV4(keys, region, "sts", clock.instant())
                .presign(
                        endpoint,
                        parameters("GetCallerIdentity", Map.of()),
                        Map.of("x-k8s-aws-id", cluster),
                        PRESIGNED_SECONDS);
        return "k8s-aws-v1."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(signed.toString().getBytes(StandardCharsets.US_ASCII));
    }

    AwsCredentials assumeRole(AwsCredentials keys, String role) {
        URI uri = uri(parameters(
                "AssumeRole", Map.of("RoleArn", role, "RoleSessionName", SESSION, "DurationSeconds", SECONDS)));
        Map<String, String> headers = new SigV4(keys, region, "sts", clock.instant()).headers(uri);
        return credentials("role " + role, http.get("role " + role, uri, headers));
    }

    /** Needs no keys: the token says who asks. */
    AwsCredentials assumeRoleWithWebIdentity(String role, String token) {
        URI uri = uri(parameters(
                "AssumeRoleWithWebIdentity",
                Map.of("RoleArn", role, "RoleSessionName", SESSION, "WebIdentityToken", token)));
        return credentials("role " + role, http.get("role " + role, uri, Map.of()));
    }

    private URI uri(Map<String, String> parameters) {
        return URI.create(endpoint + "/?" + SigV4.query(parameters));
    }

    private static Map<String, String> parameters(String action, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(more);
        all.put("Action", action);
        all.put("Version", "2011-06-15");
        return all;
    }

    private static AwsCredentials credentials(String what, String xml) {
        return new AwsCredentials(
                element(what, xml, "AccessKeyId"),
                element(what, xml, "SecretAccessKey"),
                element(what, xml, "SessionToken"),
                Instant.parse(element(what, xml, "Expiration")));
    }

    /** The answer is flat and its values are base64 or a time, so no XML parser is let near it. */
    private static String element(String what, String xml, String name) {
        Matcher m = Pattern.compile("<" + name + ">\\s*([^<\\s]+)\\s*</" + name + ">")
                .matcher(xml);
        if (!m.find()) {
            throw new CutoverException(what + ": STS answered without " + name);
        }
        return m.group(1);
    }
}
