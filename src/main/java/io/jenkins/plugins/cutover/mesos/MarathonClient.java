package io.jenkins.plugins.cutover.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.cutover.http.HttpReply;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.RemoteExecutor;
import io.jenkins.plugins.cutover.model.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Marathon's v2 REST API. Keep one client for each service, because it keeps a DC/OS login. Thread-safe; needs no thread
 * between calls. Every exchange ends within 10 s.
 */
public final class MarathonClient implements Mesos {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final String EMBED =
            "?embed=apps.tasks&embed=apps.counts&embed=apps.deployments&embed=apps.lastTaskFailure";

    private static final String EMBED_GROUPS = "?embed=group.groups&embed=group.apps&embed=group.pods";

    private final MarathonSpec spec;
    private final MarathonHttp http;
    private final Login login;
    private final String where;

    public MarathonClient(MarathonSpec spec, Secrets secrets, Clock clock) {
        this(spec, secrets, clock, DEADLINE);
    }

    /** @param agent where exchanges run; null for this JVM. Every request passes through it, with its login. */
    public MarathonClient(MarathonSpec spec, Secrets secrets, Clock clock, RemoteExecutor agent) {
        this(spec, secrets, clock, new MarathonHttp(DEADLINE, Optional.ofNullable(agent)));
    }

    /** @param deadline for one exchange with Marathon, above 0 */
    public MarathonClient(MarathonSpec spec, Secrets secrets, Clock clock, Duration deadline) {
        this(spec, secrets, clock, new MarathonHttp(deadline));
    }

    private MarathonClient(MarathonSpec spec, Secrets secrets, Clock clock, MarathonHttp http) {
        this.spec = spec;
        this.http = http;
        this.where = "Marathon " + MarathonHttp.shown(spec.url());
        this.login = switch (spec.auth()) {
            case NONE -> new Login.None();
            case BASIC -> new Login.Basic(spec, secrets);
            case DCOS_TOKEN -> new Login.Token(spec, secrets);
            case DCOS -> new Login.Dcos(spec, secrets, new DcosLogin(spec, http, clock));
        };
    }

    @Override
    public App app() {
        JsonNode app = get("/v2/apps" + spec.app()).path("app");
        if (!app.isObject()) {
            throw Refusal.notMarathons(where);
        }
        return AppReader.read(app);
    }

    /** Every app of this Marathon, in the order Marathon gives. */
    public List<App> apps() {
        return AppReader.stream(get("/v2/apps" + EMBED).path("apps"))
                .map(AppReader::read)
                .toList();
    }

    /**
     * The root group with all its groups and apps, each app as its definition: it adds to {@link #apps} what groups
     * depend on, and pods.
     */
    public JsonNode groups() {
        return AppReader.group(get("/v2/groups" + EMBED_GROUPS));
    }

    /** Marathon's own version. An answer proves that address and login are right. */
    public String version() {
        return get("/v2/info").path("version").asText("of unknown version");
    }

    @Override
    public ChangeResult scale(int instances, boolean force) {
        ObjectNode change = JsonNodeFactory.instance.objectNode().put("instances", instances);
        return change("PATCH", "?force=" + force, change.toString());
    }

    @Override
    public ChangeResult restore(JsonNode definition, boolean force) {
        // The whole definition: a partial update would keep fields that were added since.
        return change("PUT", "?partialUpdate=false&force=" + force, definition.toString());
    }

    @Override
    public ChangeResult delete(boolean force) {
        // Sent in any case: without it DELETE forces.
        return change("DELETE", "?force=" + force, "");
    }

    @Override
    public List<Deployment> deployments() {
        return AppReader.stream(get("/v2/deployments"))
                .map(DeploymentsParser::read)
                .filter(d -> d.apps().contains(spec.app()))
                .toList();
    }

    @Override
    public LaunchQueue queue() {
        return AppReader.stream(get("/v2/queue").path("queue"))
                .filter(entry -> entry.path("app").path("id").asText().equals(spec.app()))
                .findFirst()
                .map(DeploymentsParser::queue)
                .orElse(LaunchQueue.EMPTY);
    }

    @Override
    public boolean clearDelay() {
        HttpReply reply = call("DELETE", "/v2/queue" + spec.app() + "/delay", "");
        if (reply.status() == 404 && Json.parsed(reply.body()).isObject()) {
            return false;
        }
        if (!reply.successful()) {
            throw Refusal.of(where, reply, spec);
        }
        if (!reply.body().isBlank() && !Json.parsed(reply.body()).isContainerNode()) {
            throw Refusal.notJson(where, reply);
        }
        return true;
    }

    private ChangeResult change(String method, String query, String body) {
        HttpReply reply = call(method, "/v2/apps" + spec.app() + query, body);
        JsonNode json = Json.parsed(reply.body());
        if (reply.successful() && !json.isContainerNode()) {
            throw Refusal.notJson(where, reply);
        }
        if (reply.successful()) {
            return new ChangeResult.Accepted(json.path("deploymentId").asText());
        }
        if (reply.status() == 409 && json.has("deployments")) {
            List<String> ids = AppReader.stream(json.path("deployments"))
                    .map(d -> d.path("id").asText())
                    .toList();
            return new ChangeResult.Locked(ids, json.path("message").asText());
        }
        throw Refusal.of(where, reply, spec);
    }

    private JsonNode get(String path) {
        HttpReply reply = call("GET", path, "");
        if (!reply.successful()) {
            throw Refusal.of(where, reply, spec);
        }
        JsonNode json = Json.parsed(reply.body());
        if (!json.isContainerNode()) {
            throw Refusal.notJson(where, reply);
        }
        return json;
    }

    private HttpReply call(String method, String path, String body) {
        HttpReply reply = once(method, path, body);
        return reply.status() == 401 && login.renew() ? once(method, path, body) : reply;
    }

    private HttpReply once(String method, String path, String body) {
        return http.send(where, method, uri(path), body, login.header());
    }

    private URI uri(String path) {
        String base = spec.url().toString();
        try {
            return new URI((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
        } catch (URISyntaxException e) {
            throw new InvalidInputException(
                    "marathon.app: \"" + spec.app() + "\" is not an app id such as /shop/orders");
        }
    }
}
