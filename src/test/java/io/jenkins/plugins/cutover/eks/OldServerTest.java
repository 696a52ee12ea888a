package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.cutover.eks.apply.ApplyResult;
import io.jenkins.plugins.cutover.eks.apply.ApplyResult.Action;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.eks.rollout.RolloutStatus;
import io.jenkins.plugins.cutover.sandbox.SandboxCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a server without server-side apply, the three-way patch has the same effect. */
class OldServerTest {
    private final SandboxCluster cluster = TestCluster.quick().start();
    private final Eks eks = TestCluster.open(cluster);

    @BeforeEach
    void old() {
        cluster.faults().noServerSideApply();
    }

    @AfterEach
    void close() {
        eks.close();
        cluster.close();
    }

    @Test
    void aServiceIsDeployedAndApplyingAgainChangesNothing() {
        assertThat(eks.apply(TestCluster.manifests(TestCluster.GOOD, 2), false).changes())
                .extracting(ApplyResult.Change::action)
                .containsOnly(Action.CREATED);
        assertThat(TestCluster.end(eks)).isInstanceOf(RolloutStatus.Complete.class);
        assertThat(eks.apply(TestCluster.manifests(TestCluster.GOOD, 2), false).changed())
                .isFalse();
    }

    @Test
    void aDryRunStoresNothing() {
        assertThat(eks.apply(TestCluster.manifests(TestCluster.GOOD, 2), true).changed())
                .isTrue();
        assertThat(eks.replicas()).isEqualTo(-1);
    }

    @Test
    void fieldsNoLongerAppliedAreRemovedAndFieldsOfOthersStay() {
        Manifests labelled = Manifests.parse(
                "-",
                TestCluster.manifests(TestCluster.GOOD, 1)
                        .yaml()
                        .replaceFirst("name: \"orders\"", "$0\n  labels: {a: b}"));
        eks.apply(labelled, false);
        cluster.client()
                .services()
                .inNamespace(TestCluster.NAMESPACE)
                .withName("orders")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"team\":\"blue\"}}}");
        ApplyResult applied = eks.apply(TestCluster.manifests(TestCluster.GOOD, 1), false);
        assertThat(applied.lines()).contains("Service/orders changed", "  - metadata.labels.a: b");
        assertThat(cluster.client()
                        .services()
                        .inNamespace(TestCluster.NAMESPACE)
                        .withName("orders")
                        .get()
                        .getMetadata()
                        .getLabels())
                .containsOnlyKeys("team");
    }

    @Test
    void appliedObjectsCanBeDeleted() {
        Manifests manifests = TestCluster.manifests(TestCluster.GOOD, 1);
        eks.apply(manifests, false);
        assertThat(eks.delete(manifests)).containsExactly("Deployment/orders", "Service/orders");
    }
}
