package io.jenkins.plugins.cutover.mesos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.cutover.mesos.MarathonException.Kind;
import io.jenkins.plugins.cutover.model.RemoteExecutor;
import io.jenkins.plugins.cutover.model.RemoteUnavailableException;
import java.net.URI;
import java.time.Duration;

/** HTTP with Marathon, from here or from another place; failures of the line become one sentence. */
final class MarathonHttp {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Duration deadline;
    private final RemoteExecutor place;

    /** @param deadline for a whole exchange, the reading of the body included */
    MarathonHttp(Duration deadline) {
        this(deadline, null);
    }

    /** @param place where exchanges are made; null for here */
    MarathonHttp(Duration deadline, RemoteExecutor place) {
        this.deadline = deadline;
        this.place = place;
    }

    /**
     * @param where names the place in messages
     * @param body null for none
     * @param authorization null for none
     */
    Reply send(String where, String method, URI uri, String body, String authorization) {
        MarathonExchange exchange = new MarathonExchange(method, uri, body, authorization, deadline);
        MarathonExchange.Came came = made(where, exchange);
        if (!came.failure().isEmpty()) {
            throw unavailable(where, came.failure());
        }
        return new Reply(came.status(), came.body(), came.location());
    }

    private MarathonExchange.Came made(String where, MarathonExchange exchange) {
        try {
            return place == null ? exchange.run() : place.run(exchange, deadline);
        } catch (RemoteUnavailableException e) {
            throw unavailable(where, e.getMessage());
        }
    }

    private static MarathonException unavailable(String where, String what) {
        return new MarathonException(Kind.UNAVAILABLE, where + ": " + what);
    }

    /** The address as it may be shown: without a user and password in it. */
    static String shown(URI uri) {
        return uri.getRawUserInfo() == null ? uri.toString() : uri.toString().replace(uri.getRawUserInfo() + "@", "");
    }

    /**
     * @param location the Location header; empty when there was none
     */
    record Reply(int status, String body, String location) {
        boolean ok() {
            return status >= 200 && status < 300;
        }

        /** The missing node when the body is not JSON. */
        JsonNode json() {
            try {
                JsonNode node = JSON.readTree(body);
                return node == null ? MissingNode.getInstance() : node;
            } catch (JsonProcessingException e) {
                return MissingNode.getInstance();
            }
        }
    }
}
