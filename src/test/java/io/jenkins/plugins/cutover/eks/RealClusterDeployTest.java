package io.jenkins.plugins.cutover.eks;

import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The same deployments on a real control plane, with the permissions of examples/rbac.yaml and no more. */
@ResourceLock(RealClusters.LOCK)
class RealClusterDeployTest extends DeploySuite {
    @BeforeAll
    static void start() {
        RealClusters.require(RealClusterDeployTest.class);
    }

    @Override
    LocalCluster cluster() {
        return RealClusters.require(RealClusterDeployTest.class);
    }

    @Override
    void clean(LocalCluster used) {
        RealClusters.clean(used);
    }
}
