package io.jenkins.plugins.cutover.eks;

import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The same deployments on a real control plane, with the permissions of examples/rbac.yaml and no more. */
@ResourceLock(RealClusters.LOCK)
class RealClusterStatefulTest extends StatefulSuite {
    @BeforeAll
    static void start() {
        RealClusters.require(RealClusterStatefulTest.class);
    }

    @Override
    LocalCluster cluster() {
        return RealClusters.require(RealClusterStatefulTest.class);
    }

    @Override
    void clean(LocalCluster used) {
        RealClusters.clean(used);
    }
}
