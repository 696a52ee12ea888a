package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.eks.Applied.Action;
import io.jenkins.plugins.cutover.sandbox.SandboxCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeployTest {
    private final SandboxCluster cluster = Cluster.quick().start();
    private final Eks eks = Cluster.open(cluster);

    @AfterEach
    void close() {
        eks.close();
        cluster.close();
    }

    @Test
    void aFirstDeploymentComesUpOnRealAddresses() {
        Applied applied = eks.apply(Cluster.manifests("shop/orders:1", 3), false);
        assertThat(applied.changes()).extracting(Applied.Change::action).containsOnly(Action.CREATED);
        assertThat(applied.previousRevision()).isZero();

        Rollout rollout = Cluster.end(eks);
        assertThat(rollout).isInstanceOfSatisfying(Rollout.Complete.class, complete -> {
            assertThat(complete.revision()).isEqualTo(1);
            assertThat(complete.endpoints()).hasSize(3).allMatch(pod -> pod.host()
                    .startsWith("127.0.2."));
        });
        assertThat(eks.endpoints()).isEqualTo(((Rollout.Complete) rollout).endpoints());
    }
}
