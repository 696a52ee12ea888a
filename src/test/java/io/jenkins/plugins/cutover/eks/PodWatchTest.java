package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import io.jenkins.plugins.cutover.sandbox.SandboxCluster;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** On the sandbox's cluster, which can also cut watches, refuse them, and count them. */
class PodWatchTest extends PodWatchSuite {
    private SandboxCluster sandbox;

    @Override
    LocalCluster cluster() {
        sandbox = TestCluster.quick().start();
        return sandbox;
    }

    @Override
    void clean(LocalCluster used) {
        used.close();
    }

    private void awaitWatches(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> sandbox.watches() == count);
    }

    @Test
    void aWatchThatWasCutReportsTheChangeItMissed() {
        deploy(TestCluster.GOOD, 2);
        PodWatch watch = established();
        sandbox.faults().refuse("watch", "pods");
        sandbox.faults().cutWatches();
        awaitWatches(0);
        long before = watch.changes();
        String deleted = deleteOnePod();
        Awaitility.await()
                .until(() -> sandbox.pods().stream().noneMatch(pod -> pod.name().equals(deleted)));
        assertThat(watch.changes()).isEqualTo(before);
        sandbox.faults().none();
        awaitChange(watch, before, Duration.ofSeconds(15));
        assertThat(sandbox.watches()).isOne();
    }

    @Test
    void withoutThePermissionNoChangeIsReported() {
        deploy(TestCluster.GOOD, 2);
        sandbox.faults().refuse("watch", "pods");
        PodWatch watch = watch(cluster.secrets());
        assertThat(watch.changes()).isZero();
        deleteOnePod();
        Awaitility.await()
                .during(Duration.ofSeconds(4)) // three attempts, each with a list
                .atMost(Duration.ofSeconds(10))
                .until(() -> watch.changes() == 0);
    }

    @Test
    void aMissingCredentialIsNoFailure() {
        EksSpec.Access named = new EksSpec.Access(sandbox.uri(), "", "", "", "missing", false);
        PodWatch watch = new EksClients(name -> Optional.empty(), Clock.systemUTC())
                .podWatch(TestCluster.spec(named, TestCluster.NAMESPACE, "", 0));
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(5))
                .until(() -> watch.changes() == 0);
    }

    @Test
    void aServiceAtFixedAddressesIsNotWatched() {
        EksSpec pods = TestCluster.spec(cluster.access(), TestCluster.NAMESPACE, "", 0);
        EksSpec fixed = new EksSpec(
                pods.access(),
                pods.namespace(),
                pods.deployment(),
                pods.port(),
                "",
                false,
                List.of(),
                "",
                0,
                pods.timeout(),
                List.of(new Endpoint("127.0.0.1", 30080)),
                null);
        assertThat(new EksClients(cluster.secrets(), Clock.systemUTC()).podWatch(fixed))
                .isSameAs(PodWatch.NONE);
    }

    @Test
    void twoServicesOfANamespaceShareOneWatchAndCountTheirOwnPods() {
        deploy(TestCluster.GOOD, 2);
        PodWatch orders = established();
        EksSpec spec = TestCluster.spec(cluster.access(), TestCluster.NAMESPACE, "", 0);
        EksSpec other = new EksSpec(
                spec.access(),
                spec.namespace(),
                "carts",
                spec.port(),
                "",
                false,
                List.of(),
                "",
                0,
                spec.timeout(),
                List.of(),
                null);
        // As in Jenkins, where each guard has clients of its own.
        PodWatch carts = new EksClients(cluster.secrets(), Clock.systemUTC()).podWatch(other);
        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(5))
                .until(() -> carts.changes() == 0 && sandbox.watches() == 1);
        long before = orders.changes();
        deleteOnePod();
        awaitChange(orders, before, Duration.ofSeconds(1));
        assertThat(carts.changes()).isZero();
    }
}
