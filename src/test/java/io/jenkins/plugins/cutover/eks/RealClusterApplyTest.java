package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The same manifests on a real control plane, with the permissions of examples/rbac.yaml and no more. */
@ResourceLock(RealClusters.LOCK)
class RealClusterApplyTest extends ApplySuite {
    @BeforeAll
    static void start() {
        RealClusters.require(RealClusterApplyTest.class);
    }

    @Override
    LocalCluster cluster() {
        return RealClusters.require(RealClusterApplyTest.class);
    }

    @Override
    void clean(LocalCluster used) {
        RealClusters.clean(used);
    }

    @Test
    void eachMissingPermissionIsOneFinding() {
        Secrets stranger = name -> Optional.of("stranger");
        try (Eks eks = new EksClients(stranger, Clock.systemUTC())
                .open(TestCluster.spec(cluster.access(), TestCluster.NAMESPACE, "", 0))) {
            assertThat(eks.preflight())
                    .extracting(Finding::text)
                    .contains("missing permission: patch deployments.apps", "missing permission: list pods");
            assertThat(eks.preflight(TestCluster.stateful(TestCluster.GOOD, 1, "")))
                    .extracting(Finding::text)
                    .contains("missing permission: patch statefulsets.apps", "missing permission: delete pods")
                    .doesNotContain("missing permission: patch deployments.apps");
            assertThatThrownBy(() -> eks.apply(TestCluster.manifests(TestCluster.GOOD, 1), false))
                    .hasMessageContaining("missing permission: get services in namespace \"shop\" for \"stranger\"");
        }
    }
}
