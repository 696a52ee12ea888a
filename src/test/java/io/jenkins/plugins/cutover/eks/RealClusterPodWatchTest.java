package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The same watch on a real control plane, with the permissions of examples/rbac.yaml and no more. */
@ResourceLock(RealClusters.LOCK)
class RealClusterPodWatchTest extends PodWatchSuite {
    @BeforeAll
    static void start() {
        RealClusters.require(RealClusterPodWatchTest.class);
    }

    @Override
    LocalCluster cluster() {
        return RealClusters.require(RealClusterPodWatchTest.class);
    }

    @Override
    void clean(LocalCluster used) {
        RealClusters.clean(used);
    }

    @Test
    void withoutThePermissionNoChangeIsReported() {
        deploy(TestCluster.GOOD, 2);
        PodWatch own = established();
        PodWatch stranger = watch(name -> Optional.of("stranger"));
        assertThat(stranger.changes()).isZero();
        long before = own.changes();
        deleteOnePod();
        awaitChange(own, before, Duration.ofSeconds(1));
        Awaitility.await()
                .during(Duration.ofSeconds(3)) // two attempts
                .atMost(Duration.ofSeconds(10))
                .until(() -> stranger.changes() == 0);
    }
}
