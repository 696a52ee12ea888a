package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.JournalAddress;
import io.jenkins.plugins.cutover.operation.engine.Stores;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import io.jenkins.plugins.cutover.sandbox.SandboxCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On the sandbox's own cluster. */
class KubernetesJournalTest extends ClusterJournalSuite {
    private static SandboxCluster cluster;

    @BeforeAll
    static void start() {
        cluster = SandboxCluster.builder().namespace(Clusters.NAMESPACE).start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
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
    void aMissingNamespaceIsNamed() {
        JournalAddress elsewhere = new JournalAddress.Namespace("elsewhere", cluster.access());
        Journal lost = Stores.open(elsewhere, cluster.secrets(), CLOCK, OwnerLiveness.NONE, Clusters.copies())
                .journal();
        assertThat(lost.find("orders")).isEmpty();
        assertThatThrownBy(() -> lost.save(open))
                .isInstanceOf(CutoverException.class)
                .hasMessageContaining("\"elsewhere\" not found");
    }
}
