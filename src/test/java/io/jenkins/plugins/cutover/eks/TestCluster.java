package io.jenkins.plugins.cutover.eks;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.eks.rollout.RolloutStatus;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import io.jenkins.plugins.cutover.sandbox.SandboxCluster;
import io.jenkins.plugins.cutover.sandbox.cluster.PodFactory;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Shared by the tests of this package: a fast cluster, a service's spec and its manifests. */
public final class TestCluster {
    public static final String NAMESPACE = "shop";
    static final int PORT = 8080;
    static final String GOOD = "shop/orders:1";

    /** Answers 200 on its own address. */
    static final PodFactory SERVERS = (deployment, pod, image, host, port) -> {
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return () -> server.stop(0);
    };

    private TestCluster() {}

    static SandboxCluster.Builder quick() {
        return SandboxCluster.builder()
                .namespace(NAMESPACE)
                .readyAfter(Duration.ofMillis(20))
                .stopsAfter(Duration.ofMillis(20))
                .pods(SERVERS);
    }

    public static EksSpec spec(EksSpec.Access access, String namespace, String image, int replicas) {
        return new EksSpec(
                access,
                namespace,
                "orders",
                PORT,
                "",
                false,
                List.of(),
                image,
                replicas,
                Duration.ofMinutes(5),
                List.of(),
                null);
    }

    static Eks open(LocalCluster cluster) {
        return open(cluster, "", 0);
    }

    static Eks open(LocalCluster cluster, String image, int replicas) {
        return open(cluster, image, replicas, Duration.ZERO);
    }

    /** @param ahead how far the client's clock is ahead, for states that are only reported after a while */
    static Eks open(LocalCluster cluster, String image, int replicas, Duration ahead) {
        return new EksClients(cluster.secrets(), Clock.offset(Clock.systemUTC(), ahead))
                .open(spec(cluster.access(), NAMESPACE, image, replicas));
    }

    public static Manifests manifests(String image, int replicas) {
        return manifests(image, replicas, 600);
    }

    public static Manifests manifests(String image, int replicas, int deadlineSeconds) {
        return Manifests.parse("orders.yaml", """
                apiVersion: v1
                kind: Service
                metadata:
                  name: orders
                spec:
                  selector: {app: orders}
                  ports: [{port: 80, targetPort: 8080}]
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: orders
                spec:
                  replicas: %d
                  progressDeadlineSeconds: %d
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
                            - {name: DB_PASSWORD, value: swordfish}
                """.formatted(replicas, deadlineSeconds, image));
    }

    /** @param more further lines of the StatefulSet's spec, such as {@code podManagementPolicy: Parallel} */
    static Manifests stateful(String image, int replicas, String more) {
        return Manifests.parse("orders.yaml", """
                apiVersion: v1
                kind: Service
                metadata:
                  name: orders
                spec:
                  clusterIP: None
                  selector: {app: orders}
                  ports: [{port: 8080}]
                ---
                apiVersion: apps/v1
                kind: StatefulSet
                metadata:
                  name: orders
                spec:
                  replicas: %d
                  serviceName: orders
                  %s
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
                          volumeMounts: [{name: data, mountPath: /data}]
                  volumeClaimTemplates:
                    - metadata: {name: data}
                      spec:
                        accessModes: [ReadWriteOnce]
                        resources: {requests: {storage: 1Gi}}
                """.formatted(replicas, more, image));
    }

    /** Follows the rollout until it is complete or has failed. */
    static RolloutStatus end(Eks eks) {
        return rollout(eks, rollout -> !(rollout instanceof RolloutStatus.InProgress));
    }

    static RolloutStatus rollout(Eks eks, Predicate<RolloutStatus> until) {
        return Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(eks::rollout, until);
    }
}
