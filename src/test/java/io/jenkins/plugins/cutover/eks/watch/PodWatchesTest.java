package io.jenkins.plugins.cutover.eks.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.aws.EksClusters;
import io.jenkins.plugins.cutover.eks.TestCluster;
import io.jenkins.plugins.cutover.eks.access.ClientFactory;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.sandbox.SandboxCluster;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watches with short times, on the sandbox's API server. */
class PodWatchesTest {
    private static final WatchSettings QUICK = new WatchSettings(
            2,
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofMillis(200));

    private final List<KubernetesClient> opened = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<String> stale = new CopyOnWriteArrayList<>();
    private volatile String credential = "one";
    private SandboxCluster cluster;
    private PodWatches watches;

    @BeforeEach
    void start() {
        cluster = SandboxCluster.builder()
                .namespace(TestCluster.NAMESPACE)
                .token("valid")
                .start();
    }

    @AfterEach
    void stop() {
        watches.close();
        cluster.close();
    }

    /** Its clients have the stale tokens first. */
    private final WatchedCluster access = new WatchedCluster() {
        @Override
        public String credential() {
            return credential;
        }

        @Override
        public KubernetesClient open() {
            String token = stale.isEmpty() ? "valid" : stale.remove(0);
            KubernetesClient client = new ClientFactory(new EksClusters(Clock.systemUTC()))
                    .open(cluster.access(), name -> Optional.of(token));
            opened.add(client);
            return client;
        }

        @Override
        public void refused(KubernetesClient client) {
            refused.add(client.getConfiguration().getOauthToken());
        }
    };

    private LongSupplier watch(WatchSettings settings) {
        watches = new PodWatches(PodWatches.Threads.daemons(Clock.systemUTC()), settings);
        return watches.changes(spec(), access);
    }

    private EksSpec spec() {
        return TestCluster.spec(cluster.access(), TestCluster.NAMESPACE, "", 0);
    }

    private LongSupplier established(WatchSettings settings) {
        LongSupplier watch = watch(settings);
        watch.getAsLong();
        awaitWatches(1);
        return watch;
    }

    private void awaitWatches(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> cluster.watches() == count);
    }

    private static void awaitChanges(LongSupplier watch, long count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(watch.getAsLong()).isEqualTo(count));
    }

    private Pod create(String name) {
        return cluster.client()
                .pods()
                .inNamespace(TestCluster.NAMESPACE)
                .resource(pod(name, "orders-7d4b9c"))
                .create();
    }

    private static Pod pod(String name, String replicaSet) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pod-template-hash", "7d4b9c")
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("ReplicaSet")
                .withName(replicaSet)
                .withUid("1")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("shop/orders:1")
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void aNewPodIsOneChangeAndOneOfAnotherServiceIsNone() {
        LongSupplier watch = established(QUICK);
        cluster.faults().unschedulable("no node"); // so that its state stays
        cluster.client()
                .pods()
                .inNamespace(TestCluster.NAMESPACE)
                .resource(pod("carts-7d4b9c-a", "carts-7d4b9c"))
                .create();
        create("orders-7d4b9c-a");
        awaitChanges(watch, 1);
    }

    @Test
    void aListOfSeveralPagesIsReadWhole() {
        cluster.faults().unschedulable("no node");
        for (String suffix : List.of("a", "b", "c", "d", "e")) {
            create("orders-7d4b9c-" + suffix);
        }
        LongSupplier watch = established(QUICK);
        cluster.faults().cutWatches();
        awaitWatches(0);
        awaitWatches(1);
        assertThat(watch.getAsLong()).as("the same five pods as before").isZero();
        assertThat(opened).hasSize(2);
    }

    @Test
    void anExpiredTokenIsRefusedAndTheNextAttemptHasANewOne() {
        stale.add("expired");
        LongSupplier watch = established(QUICK);
        assertThat(refused).containsExactly("expired");
        create("orders-7d4b9c-a");
        Awaitility.await().until(() -> watch.getAsLong() > 0);
    }

    @Test
    void aTokenThatExpiresWhileTheWatchLastsIsReplaced() {
        LongSupplier watch = established(QUICK);
        stale.add("expired");
        cluster.faults().cutWatches();
        awaitWatches(0);
        awaitWatches(1);
        assertThat(refused).containsExactly("expired");
        create("orders-7d4b9c-a");
        Awaitility.await().until(() -> watch.getAsLong() > 0);
    }

    @Test
    void aWatchThatIsNotAskedEndsAndBeginsAnewWithTheNextQuestion() {
        WatchSettings idle = new WatchSettings(
                500,
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                QUICK.grace(),
                QUICK.firstWait(),
                QUICK.longestWait());
        LongSupplier watch = established(idle);
        Awaitility.await().until(() -> opened.get(0).getHttpClient().isClosed());
        assertThat(opened).as("no other connection followed").hasSize(1);
        assertThat(cluster.watches()).isZero();
        watch.getAsLong(); // notices the end, and begins anew
        awaitWatches(1);
        assertThat(opened).hasSize(2);
    }

    @Test
    void aWatchThatTheServerEndsInTimeIsContinuedByAnother() {
        WatchSettings shortLife = new WatchSettings(
                500, Duration.ofSeconds(1), QUICK.idle(), QUICK.grace(), QUICK.firstWait(), QUICK.longestWait());
        LongSupplier watch = established(shortLife);
        Awaitility.await().until(() -> opened.size() >= 3);
        cluster.faults().unschedulable("no node");
        create("orders-7d4b9c-a");
        awaitChanges(watch, 1);
    }

    @Test
    void anotherCredentialHasItsOwnWatch() {
        LongSupplier watch = established(QUICK);
        credential = "two";
        cluster.faults().cutWatches();
        awaitWatches(0);
        Awaitility.await().until(() -> {
            watch.getAsLong();
            return cluster.watches() == 1;
        });
        assertThat(opened).hasSize(2);
    }

    @Test
    void changesOfOtherObjectsAreNotWatched() {
        LongSupplier watch = established(QUICK);
        cluster.client()
                .configMaps()
                .inNamespace(TestCluster.NAMESPACE)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("any")
                        .endMetadata()
                        .build())
                .create();
        cluster.faults().unschedulable("no node");
        create("orders-7d4b9c-a");
        awaitChanges(watch, 1);
    }
}
