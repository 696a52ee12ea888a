package io.jenkins.plugins.cutover.eks;

import io.jenkins.plugins.cutover.sandbox.LocalCluster;

/** On the sandbox's cluster. */
class DeployTest extends DeploySuite {
    @Override
    LocalCluster cluster() {
        return TestCluster.quick().start();
    }

    @Override
    void clean(LocalCluster used) {
        used.close();
    }
}
