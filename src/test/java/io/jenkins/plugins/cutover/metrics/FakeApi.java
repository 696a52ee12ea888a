package io.jenkins.plugins.cutover.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cutover.model.CheckSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/** A loopback server that answers one kind of request and refuses every other. */
final class FakeApi implements AutoCloseable {
    static final Instant NOW = Instant.parse("2024-05-06T07:08:09Z");

    private final HttpServer server;
    private final java.util.concurrent.ExecutorService threads = Executors.newCachedThreadPool();
    private String path = "/";
    private Answer answer = new Answer(200, "");
    private Guard guard = (exchange, parameters) -> Optional.empty();

    record Answer(int status, String body) {}

    /** What the documented API requires of a request, and its answer to a request that lacks it. */
    interface Guard {
        Optional<Answer> refuse(HttpExchange exchange, Map<String, String> parameters);
    }

    FakeApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    FakeApi at(String wanted, Guard demands) {
        path = wanted;
        guard = demands;
        return this;
    }

    FakeApi answers(int status, String body) {
        answer = new Answer(status, body);
        return this;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    CheckSpec check(CheckSpec.Source source, String query) {
        return check(source, url(), query);
    }

    /** Without its period, where a test is about the number alone. */
    static MetricReading bare(MetricReading reading) {
        return reading instanceof MetricReading.Value v ? new MetricReading.Value(v.value(), v.note()) : reading;
    }

    static CheckSpec check(CheckSpec.Source source, URI url, String query) {
        return check(source, url, query, null);
    }

    /** @param delay null for the source's own */
    static CheckSpec check(CheckSpec.Source source, URI url, String query, Duration delay) {
        CheckSpec.Expected expected = source == CheckSpec.Source.HTTP ? new CheckSpec.Expected(200, "UP") : null;
        return new CheckSpec(
                "c",
                source,
                url,
                "secret",
                query,
                "",
                1.0,
                null,
                null,
                0,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                false,
                source == CheckSpec.Source.CLOUDWATCH ? "eu-west-1" : "",
                expected,
                null,
                null,
                null,
                null,
                delay);
    }

    /** Reads with a secret, at {@link #NOW}. */
    static MetricReading read(CheckSpec check, String secret) {
        return read(check, secret, Duration.ofSeconds(10));
    }

    static MetricReading read(CheckSpec check, String secret, Duration deadline) {
        return new MetricProviders(name -> Optional.of(secret), Clock.fixed(NOW, ZoneOffset.UTC), deadline).read(check);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> parameters = parameters(exchange.getRequestURI().getRawQuery());
            parameters.putAll(parameters(body));
            Answer given = exchange.getRequestURI().getPath().equals(path)
                    ? guard.refuse(exchange, parameters).orElse(answer)
                    : new Answer(404, "no such path");
            if (given.status() == 429) {
                exchange.getResponseHeaders().add("X-RateLimit-Reset", "17");
            }
            byte[] bytes = given.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(given.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    static Map<String, String> parameters(String form) {
        Map<String, String> all = new HashMap<>();
        for (String pair : form == null || form.isEmpty() ? new String[0] : form.split("&")) {
            String[] parts = pair.split("=", 2);
            all.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return all;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
