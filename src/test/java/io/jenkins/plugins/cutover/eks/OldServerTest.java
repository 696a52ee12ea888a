package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.cutover.eks.Applied.Action;
import io.jenkins.plugins.cutover.sandbox.SandboxCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a server without server-side apply the three-way patch does the same work. */
class OldServerTest {
    private final SandboxCluster cluster = Cluster.quick().start();
    private final Eks eks = Cluster.open(cluster);

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
    void aServiceComesUpAndStaysAsItIs() {
        assertThat(eks.apply(Cluster.manifests(Cluster.GOOD, 2), false).changes())
                .extracting(Applied.Change::action)
                .containsOnly(Action.CREATED);
        assertThat(Cluster.end(eks)).isInstanceOf(Rollout.Complete.class);
        assertThat(eks.apply(Cluster.manifests(Cluster.GOOD, 2), false).changed())
                .isFalse();
    }

    @Test
    void aDryRunStoresNothing() {
        assertThat(eks.apply(Cluster.manifests(Cluster.GOOD, 2), true).changed())
                .isTrue();
        assertThat(eks.replicas()).isEqualTo(-1);
    }

    @Test
    void whatIsGivenUpGoesAndWhatOthersPutStays() {
        Manifests labelled = Manifests.parse(
                "-",
                Cluster.manifests(Cluster.GOOD, 1).yaml().replaceFirst("name: \"orders\"", "$0\n  labels: {a: b}"));
        eks.apply(labelled, false);
        cluster.client()
                .services()
                .inNamespace(Cluster.NAMESPACE)
                .withName("orders")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"team\":\"blue\"}}}");
        Applied applied = eks.apply(Cluster.manifests(Cluster.GOOD, 1), false);
        assertThat(applied.lines()).contains("Service/orders changed", "  - metadata.labels.a: b");
        assertThat(cluster.client()
                        .services()
                        .inNamespace(Cluster.NAMESPACE)
                        .withName("orders")
                        .get()
                        .getMetadata()
                        .getLabels())
                .containsOnlyKeys("team");
    }

    @Test
    void whatWeMadeCanBeDeleted() {
        Manifests manifests = Cluster.manifests(Cluster.GOOD, 1);
        eks.apply(manifests, false);
        assertThat(eks.delete(manifests)).containsExactly("Deployment/orders", "Service/orders");
    }
}
