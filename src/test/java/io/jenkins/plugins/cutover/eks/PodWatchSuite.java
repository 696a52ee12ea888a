package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.cutover.model.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A service's pods, watched with the permissions of examples/rbac.yaml. */
abstract class PodWatchSuite extends ClusterSuite {
    PodWatch watch(Secrets secrets) {
        return new EksClients(secrets, Clock.systemUTC())
                .podWatch(TestCluster.spec(cluster.access(), TestCluster.NAMESPACE, "", 0));
    }

    /** A watch that is established, at a moment when no pod changes. */
    PodWatch established() {
        PodWatch watch = watch(cluster.secrets());
        long start = watch.changes();
        int[] replicas = {2};
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    eks.scale(replicas[0]++ % 2 == 0 ? 3 : 2);
                    return watch.changes() > start;
                });
        TestCluster.end(eks);
        awaitQuiet(watch);
        return watch;
    }

    static void awaitQuiet(PodWatch watch) {
        long[] last = {-1};
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> last[0] == (last[0] = watch.changes()));
    }

    static void awaitChange(PodWatch watch, long before, Duration atMost) {
        Awaitility.await()
                .atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> watch.changes() > before);
    }

    /** @return its name */
    String deleteOnePod() {
        List<Pod> pods = cluster.client()
                .pods()
                .inNamespace(TestCluster.NAMESPACE)
                .withLabel("app", "orders")
                .list()
                .getItems();
        cluster.client().resource(pods.get(0)).delete();
        return pods.get(0).getMetadata().getName();
    }

    @Test
    void theDeletionOfAPodIsSeenWithinASecond() {
        deploy(TestCluster.GOOD, 2);
        PodWatch watch = established();
        long before = watch.changes();
        deleteOnePod();
        awaitChange(watch, before, Duration.ofSeconds(1));
    }

    @Test
    void thePodsOfAStatefulSetAreWatchedToo() {
        eks.apply(TestCluster.stateful(TestCluster.GOOD, 2, ""), false);
        TestCluster.end(eks);
        PodWatch watch = established();
        long before = watch.changes();
        deleteOnePod();
        awaitChange(watch, before, Duration.ofSeconds(1));
    }

    @Test
    void aPodThatIsNoLongerReadyIsSeenWithinASecond() {
        deploy(TestCluster.GOOD, 2);
        PodWatch watch = established();
        long before = watch.changes();
        cluster.crashPod(cluster.pods().get(0).name(), "Error");
        awaitChange(watch, before, Duration.ofSeconds(1));
    }

    @Test
    void aPodThatChangesOtherwiseIsNoChange() {
        deploy(TestCluster.GOOD, 2);
        PodWatch watch = established();
        long before = watch.changes();
        cluster.client()
                .pods()
                .inNamespace(TestCluster.NAMESPACE)
                .withLabel("app", "orders")
                .resources()
                .forEach(pod -> pod.edit(p -> {
                    p.getMetadata().getAnnotations().put("note", "1");
                    return p;
                }));
        deleteOnePod();
        awaitChange(watch, before, Duration.ofSeconds(1));
        assertThat(watch.changes()).as("only the deletion, or its next steps").isBetween(before + 1, before + 5);
    }
}
