package io.jenkins.plugins.cutover.sandbox;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Runs the sandbox's tests against the real server, so that both behave alike. */
class RealClusterTest extends ApiRules {
    private static RealCluster cluster;

    @BeforeAll
    static void start() {
        RealCluster.orSkip(RealClusterTest.class);
        cluster = RealCluster.start(
                "shop", (deployment, pod, image, host, port) -> () -> {}, Duration.ofMillis(50), Duration.ofMillis(50));
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterEach
    void clean() {
        cluster.client().configMaps().inNamespace("shop").delete();
        cluster.client().leases().inNamespace("shop").delete();
    }

    @Override
    URI uri() {
        return cluster.uri();
    }

    @Override
    HttpClient http() {
        return HttpClient.newBuilder().sslContext(cluster.trust()).build();
    }
}
