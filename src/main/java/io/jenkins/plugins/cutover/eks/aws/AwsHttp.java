package io.jenkins.plugins.cutover.eks.aws;

import io.jenkins.plugins.cutover.model.CutoverException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests to AWS and to the metadata services of its machines, each with a deadline. */
final class AwsHttp {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /** The words of an error answer, in STS's XML and in the JSON of the others. */
    private static final Pattern MESSAGE =
            Pattern.compile("<Message>([^<]*)</Message>|\"[mM]essage\"\\s*:\\s*\"([^\"]*)\"");

    /** One for all: each client has a thread that outlives it. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /** @param what is asked, for an error: {@code EKS cluster "orders-prod"} */
    String get(String what, URI uri, Map<String, String> headers) {
        return send(what, "GET", uri, headers);
    }

    String put(String what, URI uri, Map<String, String> headers) {
        return send(what, "PUT", uri, headers);
    }

    private String send(String what, String method, URI uri, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(ANSWER);
        request.method(method, BodyPublishers.noBody());
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AwsException(
                        what + ": " + uri.getHost() + " answered " + answer.statusCode() + said(answer.body()),
                        answer.statusCode(),
                        answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new AwsException(what + ": " + uri.getHost() + " cannot be reached: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CutoverException(what + ": interrupted", e);
        }
    }

    private static String said(String body) {
        Matcher m = MESSAGE.matcher(body);
        if (!m.find()) {
            return "";
        }
        String words = m.group(1) == null ? m.group(2) : m.group(1);
        return ": " + words.replaceAll("\\s+", " ").trim();
    }
}
