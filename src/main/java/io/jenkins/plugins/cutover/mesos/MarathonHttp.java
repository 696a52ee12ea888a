package io.jenkins.plugins.cutover.mesos;

import io.jenkins.plugins.cutover.http.HttpCall;
import io.jenkins.plugins.cutover.http.HttpFailure;
import io.jenkins.plugins.cutover.http.HttpReply;
import io.jenkins.plugins.cutover.http.HttpResult;
import io.jenkins.plugins.cutover.mesos.MarathonException.Kind;
import io.jenkins.plugins.cutover.model.RemoteExecutor;
import io.jenkins.plugins.cutover.model.RemoteUnavailableException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** HTTP with Marathon, from here or through an agent. An exchange without an answer becomes a one-line exception. */
final class MarathonHttp {
    /** Marathon answers with all groups and apps at once: some 10 KB for each app with its tasks. */
    private static final int MAX_BYTES = 64 * HttpCall.MIB;

    private final Duration deadline;
    private final Optional<RemoteExecutor> agent;

    /** @param deadline for a whole exchange, the body included */
    MarathonHttp(Duration deadline) {
        this(deadline, Optional.empty());
    }

    /** @param agent where exchanges run; empty for this JVM */
    MarathonHttp(Duration deadline, Optional<RemoteExecutor> agent) {
        this.deadline = deadline;
        this.agent = agent;
    }

    /**
     * @param where names the system in messages
     * @param body JSON; no body when empty
     * @param authorization the value of the header
     */
    HttpReply send(String where, String method, URI uri, String body, Optional<String> authorization) {
        HttpCall call = HttpCall.of(method, uri)
                .header("Accept", "application/json")
                .within(deadline)
                .atMost(MAX_BYTES);
        call = body.isEmpty() ? call : call.body("application/json", body);
        call = authorization.isEmpty() ? call : call.header("Authorization", authorization.get());
        HttpResult result = run(where, new MarathonExchange(call));
        if (result instanceof HttpReply reply) {
            return reply;
        }
        throw unavailable(where, ((HttpFailure) result).message());
    }

    private HttpResult run(String where, MarathonExchange exchange) {
        try {
            return agent.isEmpty() ? exchange.run() : agent.get().run(exchange, deadline);
        } catch (RemoteUnavailableException e) {
            throw unavailable(where, e.getMessage());
        }
    }

    private static MarathonException unavailable(String where, String reason) {
        return new MarathonException(Kind.UNAVAILABLE, where + ": " + reason);
    }

    /** The address for messages: without a user and password. */
    static String shown(URI uri) {
        return uri.getRawUserInfo() == null ? uri.toString() : uri.toString().replace(uri.getRawUserInfo() + "@", "");
    }
}
