package io.jenkins.plugins.cutover.traffic;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cutover.model.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A small HTTP server that answers 200 to every request, health checks included, until configured otherwise. */
public final class TestService implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int health = 200;
    private volatile int status = 200;
    private volatile int delayMillis;

    private TestService(String host) {
        try {
            server = HttpServer.create(new InetSocketAddress(host, 0), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(health, -1);
            exchange.close();
        });
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            pause();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.setExecutor(pool);
        server.start();
    }

    static TestService at(String host) {
        return new TestService(host);
    }

    /** That number of services at 127.0.net.1, 127.0.net.2 ... */
    static List<TestService> some(int count, int net) {
        List<TestService> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            all.add(at("127.0." + net + "." + i));
        }
        return all;
    }

    static List<Endpoint> endpoints(List<TestService> services) {
        return services.stream().map(TestService::endpoint).toList();
    }

    Endpoint endpoint() {
        return new Endpoint(
                server.getAddress().getAddress().getHostAddress(),
                server.getAddress().getPort());
    }

    int requests() {
        return requests.get();
    }

    void health(int answer) {
        health = answer;
    }

    void status(int answer) {
        status = answer;
    }

    public void delay(int millis) {
        delayMillis = millis;
    }

    private void pause() {
        try {
            Thread.sleep(delayMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        pool.shutdownNow();
    }
}
