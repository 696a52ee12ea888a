package io.jenkins.plugins.cutover.eks.aws;

import io.jenkins.plugins.cutover.http.BoundedHttpClient;
import io.jenkins.plugins.cutover.http.HttpCall;
import io.jenkins.plugins.cutover.http.HttpFailure;
import io.jenkins.plugins.cutover.http.HttpReply;
import io.jenkins.plugins.cutover.http.HttpResult;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Text;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests to AWS and to the metadata services of its machines. */
final class AwsHttp {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int MAX_MESSAGE = 500;
    /** The message of an error: XML from STS and CloudFormation, JSON from the others. */
    private static final Pattern MESSAGE =
            Pattern.compile("<Message>([^<]*)</Message>|\"[mM]essage\"\\s*:\\s*\"([^\"]*)\"");

    private final Duration deadline;

    AwsHttp() {
        this(DEADLINE);
    }

    /** @param deadline for a whole exchange, the body included */
    AwsHttp(Duration deadline) {
        this.deadline = deadline;
    }

    /**
     * @param what is requested, for errors: {@code EKS cluster "orders-prod"}
     * @return the body of an answer with status 200
     * @throws AwsException for any other status, and for an exchange without a complete answer
     */
    String get(String what, URI uri, Map<String, String> headers) {
        return send(what, HttpCall.get(uri), headers);
    }

    /** As {@link #get}. */
    String put(String what, URI uri, Map<String, String> headers) {
        return send(what, HttpCall.of("PUT", uri), headers);
    }

    private String send(String what, HttpCall request, Map<String, String> headers) {
        HttpCall call = request.within(deadline);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            call = call.header(header.getKey(), header.getValue());
        }
        HttpResult result = BoundedHttpClient.send(call);
        if (result instanceof HttpFailure failure) {
            throw failed(what, call.uri().getHost(), failure);
        }
        return body(what, call.uri().getHost(), (HttpReply) result);
    }

    private static CutoverException failed(String what, String host, HttpFailure failure) {
        return failure.kind() == HttpFailure.Kind.INTERRUPTED
                ? new CutoverException(what + ": interrupted")
                : new AwsException(what + ": " + host + ": " + failure.message());
    }

    private static String body(String what, String host, HttpReply reply) {
        if (reply.status() != OK) {
            throw new AwsException(
                    what + ": " + host + " answered " + reply.status() + message(reply.body()),
                    reply.status(),
                    reply.body());
        }
        return reply.body();
    }

    private static String message(String body) {
        Matcher m = MESSAGE.matcher(body);
        return m.find() ? ": " + Text.oneLine(m.group(1) == null ? m.group(2) : m.group(1), MAX_MESSAGE) : "";
    }
}
