package io.jenkins.plugins.cutover.eks;

import io.jenkins.plugins.cutover.sandbox.LocalCluster;

/** On the sandbox's cluster. */
class ApplyTest extends ApplySuite {
    @Override
    LocalCluster cluster() {
        return TestCluster.quick().start();
    }

    @Override
    void clean(LocalCluster used) {
        used.close();
    }
}
