package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.eks.RealClusters;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.ResourceLock;

/** On a real control plane, with the rights of examples/rbac-journal.yaml and no more. */
@ResourceLock(RealClusters.LOCK)
class RealClusterLocksTest extends ClusterLocksSuite {
    private static LocalCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RealClusters.require(RealClusterLocksTest.class);
        Clusters.prepare(cluster);
    }

    @Override
    LocalCluster cluster() {
        return cluster;
    }
}
