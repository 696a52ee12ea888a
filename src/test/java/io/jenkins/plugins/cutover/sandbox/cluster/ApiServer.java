package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The API server's HTTP side, as strict as the real one: unknown input is refused, never ignored. */
final class ApiServer implements AutoCloseable {
    static {
        // Headers and body leave in two packets: without this the second waits 40 ms for the first one's ACK.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer http;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sandbox-api-server");
        thread.setDaemon(true);
        return thread;
    });
    private final Store store;
    private final Writes writes;
    private final Faults faults;
    private final PodLogs logs;
    private final String token;
    private final AtomicInteger watches = new AtomicInteger();

    /** The last lines that a container wrote. */
    @FunctionalInterface
    interface PodLogs {
        Optional<String> of(String pod, boolean previous);
    }

    /** @param certificate PEM file with the server's certificate and key; null for plain HTTP */
    ApiServer(Store store, Faults faults, PodLogs logs, String token, Path certificate) throws IOException {
        this.store = store;
        this.writes = new Writes(store);
        this.faults = faults;
        this.logs = logs;
        this.token = token;
        this.scheme = certificate == null ? "http" : "https";
        this.http = create(certificate);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    private static HttpServer create(Path certificate) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        if (certificate == null) {
            return HttpServer.create(any, 0);
        }
        HttpsServer https = HttpsServer.create(any, 0);
        https.setHttpsConfigurator(new HttpsConfigurator(Tls.context(certificate)));
        return https;
    }

    URI uri() {
        return URI.create(scheme + "://127.0.0.1:" + http.getAddress().getPort());
    }

    /** How many watches are open. */
    int watches() {
        return watches.get();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Reply reply;
            try {
                checkToken(exchange);
                Optional<WatchStream> watch = watch(exchange, body);
                if (watch.isPresent()) {
                    answer(exchange, watch.get());
                    return;
                }
                reply = answer(exchange, body);
            } catch (ApiFault fault) {
                reply = new Reply(
                        fault.code(), "application/json", fault.status().toString());
            } catch (RuntimeException e) {
                String said = "sandbox: " + e;
                reply = new Reply(
                        500,
                        "application/json",
                        new ApiFault(500, "InternalError", said).status().toString());
            }
            send(exchange, reply);
        }
    }

    /** @return empty for another request */
    private Optional<WatchStream> watch(HttpExchange exchange, String body) {
        return request(exchange, body)
                .filter(request -> List.of("true", "1").contains(request.query().getOrDefault("watch", "")))
                .map(request -> {
                    faults.check(request);
                    return new WatchStream(store, faults, request);
                });
    }

    private void answer(HttpExchange exchange, WatchStream watch) throws IOException {
        watches.incrementAndGet();
        try {
            watch.answer(exchange);
        } finally {
            watches.decrementAndGet();
        }
    }

    private static Optional<ApiRequest> request(HttpExchange exchange, String body) {
        return ApiRequest.parse(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders().getFirst("User-Agent"),
                body);
    }

    private record Reply(int code, String type, String body) {
        static Reply json(int code, JsonNode body) {
            return new Reply(code, "application/json", body.toString());
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        exchange.sendResponseHeaders(reply.code(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void checkToken(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (!token.isEmpty() && !("Bearer " + token).equals(given)) {
            throw new ApiFault(401, "Unauthorized", "Unauthorized");
        }
    }

    private Reply answer(HttpExchange exchange, String body) {
        URI uri = exchange.getRequestURI();
        String method = exchange.getRequestMethod();
        Optional<JsonNode> discovery = method.equals("GET") ? Discovery.answer(uri.getPath()) : Optional.empty();
        if (discovery.isPresent()) {
            return Reply.json(200, discovery.get());
        }
        if (method.equals("POST") && uri.getPath().equals("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")) {
            return Reply.json(201, faults.review(body));
        }
        ApiRequest request = request(exchange, body).orElseThrow(ApiFault::noSuchPath);
        faults.check(request);
        if (request.subresource().equals("log")) {
            return log(request); // asks the kubelet, whose lock may be held by a thread that waits for the store's lock
        }
        synchronized (store) {
            return answer(request);
        }
    }

    private Reply answer(ApiRequest request) {
        switch (request.method()) {
            case "GET":
                return Reply.json(200, request.name().isEmpty() ? list(request) : get(request));
            case "POST":
                checkNamespace(request);
                return reply(writes.create(request));
            case "PUT":
                return reply(writes.replace(request));
            case "PATCH":
                if (request.apply()) {
                    checkNamespace(request);
                }
                return reply(writes.patch(request));
            case "DELETE":
                return reply(writes.delete(request));
            default:
                throw new ApiFault(405, "MethodNotAllowed", "the server does not allow this method on the resource");
        }
    }

    private static Reply reply(Writes.Answer answer) {
        return Reply.json(answer.code(), answer.body());
    }

    private void checkNamespace(ApiRequest request) {
        Kind namespaces = Kind.find("", "v1", "namespaces").orElseThrow();
        if (request.kind().namespaced()
                && store.get(namespaces, "", request.namespace()).isEmpty()) {
            throw ApiFault.notFound("namespaces", request.namespace());
        }
    }

    private JsonNode get(ApiRequest request) {
        ObjectNode object = store.get(request.kind(), request.namespace(), request.name())
                .orElseThrow(() -> ApiFault.notFound(request.kind().resource(), request.name()));
        return request.subresource().equals("scale") ? Patches.scale(request, object) : object;
    }

    private JsonNode list(ApiRequest request) {
        ObjectNode list = Store.JSON.createObjectNode();
        list.put("kind", request.kind().kind() + "List")
                .put("apiVersion", request.kind().apiVersion());
        list.putObject("metadata").put("resourceVersion", store.version());
        ListPages.of(request, store.version())
                .put(
                        list,
                        store.list(request.kind(), request.namespace()).stream()
                                .filter(object -> Selectors.match(request.query(), object))
                                .toList());
        return list;
    }

    private Reply log(ApiRequest request) {
        get(new ApiRequest(
                "GET", request.kind(), request.namespace(), request.name(), "", request.query(), "", "", ""));
        boolean previous = "true".equals(request.query().get("previous"));
        String log = logs.of(request.name(), previous)
                .orElseThrow(() -> ApiFault.badRequest("previous terminated container \""
                        + request.query().get("container") + "\" in pod \"" + request.name() + "\" not found"));
        String[] lines = log.split("\n");
        int tail = Integer.parseInt(request.query().getOrDefault("tailLines", "1000"));
        int from = Math.max(0, lines.length - tail);
        return new Reply(
                200,
                "text/plain",
                String.join("\n", java.util.Arrays.asList(lines).subList(from, lines.length)));
    }
}
