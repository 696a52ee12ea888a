package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.eks.RealClusters;
import io.jenkins.plugins.cutover.model.JournalAddress;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.operation.engine.Stores;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** On a real control plane, with the rights of examples/rbac-journal.yaml and no more. */
@ResourceLock(RealClusters.LOCK)
class RealClusterJournalTest extends ClusterJournalSuite {
    private static LocalCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RealClusters.require(RealClusterJournalTest.class);
        Clusters.prepare(cluster);
    }

    @AfterEach
    void clean() {
        Clusters.clean(cluster);
    }

    @Override
    LocalCluster cluster() {
        return cluster;
    }

    @Test
    void aMissingRightIsNamedInOneLine() {
        Secrets stranger = name -> Optional.of("stranger");
        Journal journal = Stores.open(
                        new JournalAddress.Namespace(Clusters.NAMESPACE, cluster.access()),
                        stranger,
                        CLOCK,
                        OwnerLiveness.NONE,
                        Clusters.copies())
                .journal();
        assertThatThrownBy(() -> journal.find("orders"))
                .hasMessage("ConfigMap/phased-cutover-orders: missing permission: get configmaps in namespace"
                        + " \"cutovers\" for \"stranger\"");
    }
}
