package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import io.jenkins.plugins.cutover.sandbox.SandboxCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On the sandbox's own cluster. */
class KubernetesLocksTest extends ClusterLocksSuite {
    private static LocalCluster cluster;

    @BeforeAll
    static void start() {
        cluster = SandboxCluster.builder().namespace(Clusters.NAMESPACE).start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Override
    LocalCluster cluster() {
        return cluster;
    }
}
