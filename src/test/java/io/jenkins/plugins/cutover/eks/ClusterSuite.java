package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.cutover.eks.rollout.RolloutStatus;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests that run on the sandbox's cluster, and on a real control plane where there is one. */
abstract class ClusterSuite {
    LocalCluster cluster;
    Eks eks;

    abstract LocalCluster cluster();

    /** Deletes everything in the namespace. */
    abstract void clean(LocalCluster used);

    @BeforeEach
    void open() {
        cluster = cluster();
        eks = TestCluster.open(cluster);
    }

    @AfterEach
    void close() {
        eks.close();
        clean(cluster);
    }

    List<Endpoint> deploy(String image, int replicas) {
        eks.apply(TestCluster.manifests(image, replicas), false);
        RolloutStatus rollout = TestCluster.end(eks);
        assertThat(rollout).isInstanceOf(RolloutStatus.Complete.class);
        return ((RolloutStatus.Complete) rollout).endpoints();
    }

    void patchByOtherManager(String patch) {
        cluster.client()
                .apps()
                .deployments()
                .inNamespace(TestCluster.NAMESPACE)
                .withName("orders")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("other-manager")
                                .build(),
                        patch);
    }
}
