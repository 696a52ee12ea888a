package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.eks.apply.ApplyResult;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.eks.rollout.RolloutStatus;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.sandbox.cluster.SandboxPod;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What an apply changes, leaves alone and refuses. */
abstract class ApplySuite extends ClusterSuite {
    @Test
    void aDryRunOfANewServiceListsItsObjectsAndCreatesNothing() {
        ApplyResult applied = eks.apply(TestCluster.manifests(TestCluster.GOOD, 3), true);
        assertThat(applied.lines())
                .contains("Deployment/orders created", "  + spec.replicas: 3")
                .noneMatch(line -> line.contains("swordfish"));
        assertThat(eks.replicas()).isEqualTo(-1);
    }

    @Test
    void aDryRunOfAChangeReportsTheServersOwnDifference() {
        deploy(TestCluster.GOOD, 2);
        ApplyResult applied = eks.apply(TestCluster.manifests("shop/orders:2", 3), true);
        assertThat(applied.lines())
                .containsExactly(
                        "Service/orders unchanged",
                        "Deployment/orders changed",
                        "  ~ spec.replicas: 2 -> 3",
                        "  ~ spec.template.spec.containers[app].image: shop/orders:1 -> shop/orders:2");
        assertThat(eks.replicas()).isEqualTo(2);
    }

    @Test
    void applyingTheSameAgainChangesNothing() {
        deploy(TestCluster.GOOD, 2);
        ApplyResult again = eks.apply(TestCluster.manifests(TestCluster.GOOD, 2), false);
        assertThat(again.changed()).as(again.lines().toString()).isFalse();
        assertThat(TestCluster.end(eks))
                .isInstanceOfSatisfying(RolloutStatus.Complete.class, complete -> assertThat(complete.revision())
                        .isEqualTo(1));
    }

    @Test
    void theSpecsImageAndReplicasOverrideTheManifests() {
        try (Eks own = TestCluster.open(cluster, "shop/orders:7", 1)) {
            own.apply(TestCluster.manifests(TestCluster.GOOD, 3), false);
            assertThat(TestCluster.end(own)).isInstanceOf(RolloutStatus.Complete.class);
        }
        assertThat(cluster.pods()).extracting(SandboxPod::image).containsExactly("shop/orders:7");
    }

    @Test
    void aFieldRemovedFromTheManifestsIsRemoved() {
        deploy(TestCluster.GOOD, 1);
        String without =
                TestCluster.manifests(TestCluster.GOOD, 1).yaml().replaceAll("(?m)^.*MODE.*\\R.*fast.*\\R", "");
        ApplyResult applied = eks.apply(Manifests.parse("orders.yaml", without), false);
        assertThat(applied.lines()).contains("  - spec.template.spec.containers[app].env[MODE].value: fast");
    }

    @Test
    void aFieldOfAnotherManagerIsAConflictWithBothNamed() {
        deploy(TestCluster.GOOD, 2);
        patchByOtherManager("{\"spec\":{\"replicas\":5}}");
        assertThatThrownBy(() -> eks.apply(TestCluster.manifests("shop/orders:2", 2), false))
                .isInstanceOf(CutoverException.class)
                .hasMessageContaining("Deployment/orders: \"other-manager\" owns .spec.replicas");
        assertThat(eks.replicas()).isEqualTo(5);
    }

    @Test
    void fieldsAddedByOthersAreKept() {
        deploy(TestCluster.GOOD, 1);
        patchByOtherManager("{\"metadata\":{\"labels\":{\"team\":\"blue\"}}}");
        assertThat(eks.apply(TestCluster.manifests(TestCluster.GOOD, 1), false).changed())
                .isFalse();
    }

    @Test
    void scalingIsNoConflict() {
        deploy(TestCluster.GOOD, 2);
        eks.scale(1);
        assertThat(TestCluster.end(eks)).isInstanceOf(RolloutStatus.Complete.class);
        assertThat(eks.replicas()).isEqualTo(1);
        assertThat(deploy(TestCluster.GOOD, 2)).hasSize(2);
    }

    @Test
    void theReplicasOfAnAutoscalerAreKept() {
        Manifests scaled = Manifests.parse(
                "orders.yaml", TestCluster.manifests(TestCluster.GOOD, 2).yaml() + """
                        ---
                        apiVersion: autoscaling/v2
                        kind: HorizontalPodAutoscaler
                        metadata: {name: orders}
                        spec:
                          minReplicas: 2
                          maxReplicas: 9
                          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: orders}
                        """);
        eks.apply(scaled, false);
        patchByOtherManager("{\"spec\":{\"replicas\":3}}");
        eks.apply(scaled, false);
        assertThat(eks.replicas()).isEqualTo(3);
    }

    @Test
    void deletingRemovesAppliedObjectsOnly() {
        deploy(TestCluster.GOOD, 1);
        cluster.client()
                .services()
                .inNamespace(TestCluster.NAMESPACE)
                .resource(new io.fabric8.kubernetes.api.model.ServiceBuilder()
                        .withNewMetadata()
                        .withName("theirs")
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        String more = TestCluster.manifests(TestCluster.GOOD, 1).yaml()
                + "---\napiVersion: v1\nkind: Service\nmetadata: {name: theirs}\n";
        assertThat(eks.delete(Manifests.parse("orders.yaml", more)))
                .containsExactly("Deployment/orders", "Service/orders");
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> cluster.pods()
                .isEmpty());
        assertThat(eks.delete(Manifests.parse("orders.yaml", more))).isEmpty();
    }

    @Test
    void allRefusalsAreReportedTogetherAndNothingIsStored() {
        String bad = TestCluster.manifests(TestCluster.GOOD, 1).yaml()
                + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: Bad_Name}\n"
                + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: typo}\ndta: {a: b}\n";
        assertThatThrownBy(() -> eks.apply(Manifests.parse("orders.yaml", bad), false))
                .hasMessageContaining("ConfigMap/Bad_Name: ")
                .hasMessageContaining("RFC 1123")
                .hasMessageContaining("ConfigMap/typo: ")
                .hasMessageContaining(".dta: field not declared in schema");
        assertThat(eks.replicas()).isEqualTo(-1);
    }

    @Test
    void aKindThatTheServerDoesNotKnowIsNamed() {
        String bad = TestCluster.manifests(TestCluster.GOOD, 1).yaml()
                + "---\napiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\n";
        assertThatThrownBy(() -> eks.apply(Manifests.parse("orders.yaml", bad), false))
                .hasMessage("Widget/w: the server does not know Widget of example.com/v1");
    }

    @Test
    void aDisruptionBudgetIsSentInTheServedVersion() {
        String more = TestCluster.manifests(TestCluster.GOOD, 1).yaml() + """
                ---
                apiVersion: policy/v1beta1
                kind: PodDisruptionBudget
                metadata: {name: orders}
                spec:
                  minAvailable: 1
                  selector: {matchLabels: {app: orders}}
                ---
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: orders-two}
                spec:
                  minAvailable: 1
                  selector: {matchLabels: {app: orders}}
                """;
        ApplyResult applied = eks.apply(Manifests.parse("orders.yaml", more), false);
        assertThat(applied.changes())
                .extracting(ApplyResult.Change::object)
                .contains("PodDisruptionBudget/orders", "PodDisruptionBudget/orders-two");
    }

    @Test
    void aMissingNamespaceBlocks() {
        try (Eks elsewhere = new EksClients(cluster.secrets(), java.time.Clock.systemUTC())
                .open(TestCluster.spec(cluster.access(), "nowhere", "", 0))) {
            assertThat(elsewhere.preflight())
                    .anyMatch(finding -> finding.blocks() && finding.toString().contains("\"nowhere\""));
            assertThatThrownBy(() -> elsewhere.apply(TestCluster.manifests(TestCluster.GOOD, 1), false))
                    .hasMessageContaining("nowhere");
        }
    }

    @Test
    void aClusterThatAllowsEverythingHasNoFindings() {
        assertThat(eks.preflight()).isEmpty();
    }
}
