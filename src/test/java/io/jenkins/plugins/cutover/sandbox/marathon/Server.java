package io.jenkins.plugins.cutover.sandbox.marathon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP in front of {@link Routes}: logins, the event stream, and answers that are not Marathon's when a fault is on. */
final class Server {
    static {
        // Without it each small answer waits 40 ms for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final World world;
    private final Routes routes;
    private final Authenticator authenticator;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4, Server::daemon);
    private final List<HttpExchange> hanging = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    Server(World world, Launcher launcher, Authenticator authenticator, int port) {
        this.world = world;
        this.authenticator = authenticator;
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox's Marathon cannot listen on 127.0.0.1:" + port, e);
        }
        routes = new Routes(world, launcher, "127.0.0.1:" + server.getAddress().getPort());
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    Apps apps() {
        return routes.apps();
    }

    List<String> calls() {
        return List.copyOf(calls);
    }

    void stop() {
        hanging.forEach(HttpExchange::close);
        server.stop(0);
        threads.shutdownNow();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "sandbox-marathon");
        thread.setDaemon(true);
        return thread;
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request = Request.read(exchange);
        if (request.path().equals("/acs/api/v1/auth/login")) {
            login(exchange, request);
            return;
        }
        calls.add(request.toString());
        Instant now = world.now();
        if (now.isBefore(world.faults.hangUntil)) {
            hanging.add(exchange);
        } else if (now.isBefore(world.faults.htmlUntil)) {
            html(exchange, 503, "Service Temporarily Unavailable");
        } else if (now.isBefore(world.faults.pagesUntil)) {
            html(exchange, 200, "Sign in");
        } else if (now.isBefore(world.faults.noLeaderUntil) && !request.path().equals("/v2/leader")) {
            html(exchange, 502, "Error 502 Could not determine the current leader");
        } else if (!authenticator.admits(exchange)) {
            html(exchange, 401, "Unauthorized");
        } else if (request.path().equals("/v2/events")) {
            events(exchange, request);
        } else {
            answer(exchange, request);
        }
    }

    private void answer(HttpExchange exchange, Request request) throws IOException {
        try {
            Routes.Answer answer;
            String body;
            synchronized (world) {
                if (request.path().equals("/v2/leader") && world.now().isBefore(world.faults.noLeaderUntil)) {
                    throw ApiError.of(404, "There is no leader");
                }
                answer = routes.answer(request);
                body = answer.body() == null ? "" : answer.body().toString();
            }
            if (answer.deploymentId() != null) {
                exchange.getResponseHeaders().set("Marathon-Deployment-Id", answer.deploymentId());
            }
            send(exchange, answer.status(), "application/json", body);
        } catch (ApiError e) {
            send(exchange, e.status, "application/json", e.body.toString());
        } catch (RuntimeException e) {
            e.printStackTrace();
            send(
                    exchange,
                    500,
                    "application/json",
                    Json.object().put("message", e.toString()).toString());
        }
    }

    private void login(HttpExchange exchange, Request request) throws IOException {
        String token = authenticator.login(request.body());
        if (token.isEmpty()) {
            String body = Json.object()
                    .put("title", "Unauthorized")
                    .put("code", "ERR_INVALID_CREDENTIALS")
                    .toString();
            send(exchange, 401, "application/json", body);
        } else {
            send(
                    exchange,
                    200,
                    "application/json",
                    Json.object().put("token", token).toString());
        }
    }

    private void events(HttpExchange exchange, Request request) throws IOException {
        if (!request.method().equals("GET") || !request.accept().contains("text/event-stream")) {
            send(exchange, 405, "application/json", "{\"message\":\"Method Not Allowed\"}");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        Set<String> types = new HashSet<>(request.query().getOrDefault("event_type", List.of()));
        world.events.attach(exchange.getResponseBody(), types);
    }

    private void html(HttpExchange exchange, int status, String title) throws IOException {
        send(
                exchange,
                status,
                "text/html; charset=utf-8",
                "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>");
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
