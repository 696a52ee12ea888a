package io.jenkins.plugins.cutover.sandbox.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.cutover.sandbox.TestCertificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The kubelet's own HTTPS port, where a real API server fetches the logs of containers. */
final class KubeletPort implements AutoCloseable {
    private final HttpsServer server;
    private final ApiServer.PodLogs logs;

    KubeletPort(ApiServer.PodLogs logs) throws IOException {
        this.logs = logs;
        this.server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(Tls.context(TestCertificates.get().server())));
        server.createContext("/containerLogs/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** {@code /containerLogs/NAMESPACE/POD/CONTAINER?previous=true}. */
    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/");
            boolean previous =
                    String.valueOf(exchange.getRequestURI().getQuery()).contains("previous=true");
            Optional<String> log = logs.of(path[3], previous);
            byte[] body = log.orElse("not found").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(log.isPresent() ? 200 : 404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
