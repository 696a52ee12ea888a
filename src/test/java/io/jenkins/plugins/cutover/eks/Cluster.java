package io.jenkins.plugins.cutover.eks;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.sandbox.SandboxCluster;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** What the tests of this room share: a quick cluster, a service's spec and manifests. */
final class Cluster {
    static final String NAMESPACE = "shop";
    static final int PORT = 8080;

    private Cluster() {}

    static SandboxCluster.Builder quick() {
        return SandboxCluster.builder()
                .namespace(NAMESPACE)
                .readyAfter(Duration.ofMillis(20))
                .stopsAfter(Duration.ofMillis(20))
                .pods((deployment, pod, image, host, port) -> {
                    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
                    server.createContext("/", exchange -> {
                        exchange.sendResponseHeaders(200, -1);
                        exchange.close();
                    });
                    server.start();
                    return () -> server.stop(0);
                });
    }

    static EksSpec spec(EksSpec.Access access, String image, int replicas) {
        return new EksSpec(access, NAMESPACE, "orders", PORT, "", false, image, replicas, Duration.ofMinutes(5));
    }

    static Eks open(SandboxCluster cluster) {
        return open(cluster, "", 0);
    }

    static Eks open(SandboxCluster cluster, String image, int replicas) {
        return new EksClients(Secrets.NONE, Clock.systemUTC()).open(spec(cluster.access(), image, replicas));
    }

    static Manifests manifests(String image, int replicas) {
        return Manifests.parse("orders.yaml", """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: orders
                spec:
                  replicas: %d
                  selector:
                    matchLabels: {app: orders}
                  template:
                    metadata:
                      labels: {app: orders}
                    spec:
                      containers:
                        - name: app
                          image: %s
                          ports: [{containerPort: 8080}]
                          env:
                            - {name: MODE, value: fast}
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: orders
                spec:
                  selector: {app: orders}
                  ports: [{port: 80, targetPort: 8080}]
                """.formatted(replicas, image));
    }

    /** Follows the rollout to its end. */
    static Rollout end(Eks eks) {
        return Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(eks::rollout, rollout -> !(rollout instanceof Rollout.InProgress));
    }
}
