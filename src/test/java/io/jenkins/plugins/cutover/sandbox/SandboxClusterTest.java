package io.jenkins.plugins.cutover.sandbox;

import java.net.URI;
import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterEach;

class SandboxClusterTest extends ApiRules {
    private final SandboxCluster cluster =
            SandboxCluster.builder().namespace("shop").token("admin").start();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Override
    URI uri() {
        return cluster.uri();
    }

    @Override
    HttpClient http() {
        return HttpClient.newHttpClient();
    }
}
