package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.eks.apply.ApplyResult;
import io.jenkins.plugins.cutover.eks.apply.ApplyResult.Action;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.eks.rollout.PodSignals;
import io.jenkins.plugins.cutover.eks.rollout.RolloutStatus;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.sandbox.cluster.SandboxPod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that is a StatefulSet: pods with stable names and claims, replaced in place. */
abstract class StatefulSuite extends ClusterSuite {
    private static final String IN_ORDER = "podManagementPolicy: OrderedReady";
    private static final String PARALLEL = "podManagementPolicy: Parallel";

    private RolloutStatus.Complete rolledOut(Manifests manifests) {
        eks.apply(manifests, false);
        RolloutStatus rollout = TestCluster.end(eks);
        assertThat(rollout).isInstanceOf(RolloutStatus.Complete.class);
        return (RolloutStatus.Complete) rollout;
    }

    private List<String> images() {
        return cluster.pods().stream()
                .sorted(java.util.Comparator.comparing(SandboxPod::name))
                .map(pod -> pod.name() + " " + pod.image())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {IN_ORDER, PARALLEL})
    void aFirstRolloutCreatesAClaimForEachPod(String policy) {
        assertThat(eks.serving()).isZero();
        ApplyResult applied = eks.apply(TestCluster.stateful(TestCluster.GOOD, 3, policy), false);
        assertThat(applied.changes()).extracting(ApplyResult.Change::action).containsOnly(Action.CREATED);
        RolloutStatus.Complete complete = (RolloutStatus.Complete) TestCluster.end(eks);
        assertThat(complete.revision()).isEqualTo(1);
        assertThat(complete.endpoints()).hasSize(3).allMatch(pod -> pod.host().startsWith("127."));
        assertThat(eks.endpoints()).isEqualTo(complete.endpoints());
        assertThat(eks.replicas()).isEqualTo(3);
        assertThat(cluster.pods())
                .extracting(SandboxPod::name)
                .containsExactlyInAnyOrder("orders-0", "orders-1", "orders-2");
        assertThat(claims()).containsExactly("data-orders-0", "data-orders-1", "data-orders-2");
    }

    private List<String> claims() {
        return cluster.client().persistentVolumeClaims().inNamespace(TestCluster.NAMESPACE).list().getItems().stream()
                .map(claim -> claim.getMetadata().getName())
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {IN_ORDER, PARALLEL})
    void aNewImageReplacesEveryPod(String policy) {
        List<Endpoint> old =
                rolledOut(TestCluster.stateful(TestCluster.GOOD, 2, policy)).endpoints();
        assertThat(eks.serving()).isEqualTo(1);
        RolloutStatus.Complete complete = rolledOut(TestCluster.stateful("shop/orders:2", 2, policy));
        assertThat(complete.revision()).isEqualTo(2);
        assertThat(complete.endpoints()).hasSize(2).doesNotContainAnyElementsOf(old);
        assertThat(images()).containsExactly("orders-0 shop/orders:2", "orders-1 shop/orders:2");
    }

    @Test
    void applyingTheSameAgainChangesNothing() {
        rolledOut(TestCluster.stateful(TestCluster.GOOD, 2, IN_ORDER));
        ApplyResult again = eks.apply(TestCluster.stateful(TestCluster.GOOD, 2, IN_ORDER), false);
        assertThat(again.changed()).as(again.lines().toString()).isFalse();
    }

    @Test
    void aDryRunReportsTheServersOwnDifference() {
        rolledOut(TestCluster.stateful(TestCluster.GOOD, 2, IN_ORDER));
        ApplyResult applied = eks.apply(TestCluster.stateful("shop/orders:2", 3, IN_ORDER), true);
        assertThat(applied.lines())
                .containsExactly(
                        "Service/orders unchanged",
                        "StatefulSet/orders changed",
                        "  ~ spec.replicas: 2 -> 3",
                        "  ~ spec.template.spec.containers[app].image: shop/orders:1 -> shop/orders:2");
    }

    @Test
    void podsBelowThePartitionKeepServing() {
        String policy = IN_ORDER + "\n  updateStrategy: {rollingUpdate: {partition: 2}}";
        rolledOut(TestCluster.stateful(TestCluster.GOOD, 3, policy));
        Manifests next = TestCluster.stateful("shop/orders:2", 3, policy);
        assertThat(eks.preflight(next))
                .singleElement()
                .hasToString("StatefulSet/orders: partition 2: pods orders-0 to orders-1 that run already keep the"
                        + " previous revision, and get traffic");
        assertThat(rolledOut(next).endpoints()).hasSize(3);
        assertThat(images())
                .containsExactly("orders-0 shop/orders:1", "orders-1 shop/orders:1", "orders-2 shop/orders:2");
    }

    @Test
    void updateStrategyOnDeleteIsRefused() {
        String policy = "updateStrategy: {type: OnDelete}";
        Manifests manifests = TestCluster.stateful(TestCluster.GOOD, 1, policy);
        assertThat(eks.preflight(manifests))
                .singleElement()
                .matches(finding -> finding.blocks() && finding.toString().contains("OnDelete"));
        eks.apply(manifests, false);
        assertThat(((RolloutStatus.Failed) TestCluster.end(eks)).reason()).contains("updateStrategy OnDelete");
    }

    @ParameterizedTest
    @ValueSource(strings = {IN_ORDER, PARALLEL})
    void anImageThatCannotBePulledFailsAndCanBeUndone(String policy) {
        rolledOut(TestCluster.stateful(TestCluster.GOOD, 2, policy));
        cluster.faults().imagePullFails("shop/orders:typo");
        eks.apply(TestCluster.stateful("shop/orders:typo", 2, policy), false);
        RolloutStatus.Failed failed = (RolloutStatus.Failed) TestCluster.end(eks);
        assertThat(failed.text())
                .contains("orders-1 ImagePullBackOff", "shop/orders:typo")
                .endsWith("revision 1 still serves with 1 pod");
        assertThat(eks.serving()).isEqualTo(1);

        assertThat(eks.undoRollout(1)).isTrue();
        RolloutStatus.Complete complete = (RolloutStatus.Complete) TestCluster.end(eks);
        assertThat(complete.revision()).isEqualTo(3);
        assertThat(complete.endpoints()).hasSize(2);
        assertThat(images()).containsExactly("orders-0 shop/orders:1", "orders-1 shop/orders:1");
    }

    /** Otherwise the set waits for a pod that never becomes ready ("forced rollback" in the Kubernetes documentation). */
    @Test
    void aStuckPodDoesNotBlockTheNextRevision() {
        rolledOut(TestCluster.stateful(TestCluster.GOOD, 2, IN_ORDER));
        cluster.faults().imagePullFails("shop/orders:typo");
        eks.apply(TestCluster.stateful("shop/orders:typo", 2, IN_ORDER), false);
        assertThat(TestCluster.end(eks)).isInstanceOf(RolloutStatus.Failed.class);
        assertThat(rolledOut(TestCluster.stateful("shop/orders:2", 2, IN_ORDER)).revision())
                .isEqualTo(3);
        assertThat(images()).containsExactly("orders-0 shop/orders:2", "orders-1 shop/orders:2");
    }

    @Test
    void aCrashLoopReportsTheLastLinesOfItsLog() {
        cluster.faults().crashLoops("shop/orders:broken", "starting\nno such table: orders");
        eks.apply(TestCluster.stateful("shop/orders:broken", 1, IN_ORDER), false);
        RolloutStatus.Failed failed = (RolloutStatus.Failed) TestCluster.end(eks);
        assertThat(failed.text())
                .contains("orders-0 crashes: container app restarted", "exit status 1", "there is no earlier revision")
                .contains("starting | no such table: orders");
    }

    @Test
    void anExceededQuotaFailsAfterAGracePeriod() {
        cluster.quota(TestCluster.NAMESPACE, 1);
        eks.apply(TestCluster.stateful(TestCluster.GOOD, 2, IN_ORDER), false);
        RolloutStatus waiting = TestCluster.rollout(
                eks,
                rollout -> rollout instanceof RolloutStatus.InProgress progress
                        && progress.text().contains("quota"));
        assertThat(((RolloutStatus.InProgress) waiting).text()).startsWith("1 of 2 pods ready; ");
        try (Eks later = TestCluster.open(cluster, "", 0, Duration.ofMinutes(1))) {
            assertThat(((RolloutStatus.Failed) TestCluster.end(later)).reason())
                    .startsWith("no pod can be created: create Pod orders-1 in StatefulSet orders failed error: ")
                    .contains("exceeded quota");
        }
    }

    @Test
    void anUnschedulablePodReportsTheSchedulersMessageAndIsAwaited() {
        String message = "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.";
        cluster.faults().unschedulable(message);
        eks.apply(TestCluster.stateful(TestCluster.GOOD, 1, IN_ORDER), false);
        RolloutStatus waiting = TestCluster.rollout(
                eks,
                rollout -> rollout instanceof RolloutStatus.InProgress progress
                        && progress.text().contains("scheduled"));
        assertThat(((RolloutStatus.InProgress) waiting).text())
                .isEqualTo("0 of 1 pod ready; orders-0 cannot be scheduled: " + message);
        cluster.faults().none();
        assertThat(TestCluster.end(eks)).isInstanceOf(RolloutStatus.Complete.class);
    }

    @Test
    void aFailingProbeIsReportedWhileItIsAwaited() {
        cluster.faults().probeFails("shop/orders:sick");
        eks.apply(TestCluster.stateful("shop/orders:sick", 2, IN_ORDER), false);
        try (Eks later = TestCluster.open(cluster, "", 0, Duration.ofMinutes(1))) {
            RolloutStatus waiting = TestCluster.rollout(
                    later,
                    rollout -> rollout instanceof RolloutStatus.InProgress progress
                            && progress.text().contains("probe"));
            assertThat(((RolloutStatus.InProgress) waiting).text())
                    .startsWith("0 of 2 pods ready; orders-0 is not ready: Readiness probe failed");
        }
    }

    @Test
    void scalingDownRemovesTheHighestPodsAndKeepsTheirClaims() {
        rolledOut(TestCluster.stateful(TestCluster.GOOD, 3, IN_ORDER));
        eks.scale(1);
        assertThat(TestCluster.end(eks)).isInstanceOf(RolloutStatus.Complete.class);
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> images().equals(
                        List.of("orders-0 " + TestCluster.GOOD)));
        assertThat(eks.replicas()).isEqualTo(1);
        assertThat(claims()).hasSize(3);
    }

    @Test
    void deletingRemovesTheSetAndKeepsTheData() {
        rolledOut(TestCluster.stateful(TestCluster.GOOD, 1, IN_ORDER));
        assertThat(eks.delete(TestCluster.stateful(TestCluster.GOOD, 1, IN_ORDER)))
                .containsExactly("StatefulSet/orders", "Service/orders");
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> cluster.pods()
                .isEmpty());
        assertThat(claims()).containsExactly("data-orders-0");
    }

    @Test
    void aPodOutOfMemoryCountsAsARestart() {
        rolledOut(TestCluster.stateful(TestCluster.GOOD, 2, IN_ORDER));
        PodSignals before = eks.signals();
        cluster.crashPod("orders-1", "OOMKilled");
        PodSignals.Change change =
                Awaitility.await().until(() -> eks.signals().since(before), since -> since.restarts() > 0);
        assertThat(change.oomKills()).isEqualTo(1);
    }

    @Test
    void aDeploymentOfTheSameNameIsRefused() {
        deploy(TestCluster.GOOD, 1);
        assertThatThrownBy(() -> eks.apply(TestCluster.stateful(TestCluster.GOOD, 1, IN_ORDER), false))
                .hasMessage("manifests: they contain StatefulSet/orders, but Deployment/orders exists in namespace"
                        + " \"shop\"; delete the one that is not wanted");
    }

    @Test
    void aFieldThatASetCannotChangeIsReportedAsTheServerDoes() {
        rolledOut(TestCluster.stateful(TestCluster.GOOD, 1, IN_ORDER));
        assertThatThrownBy(() -> eks.apply(TestCluster.stateful(TestCluster.GOOD, 1, PARALLEL), false))
                .hasMessageContaining("StatefulSet/orders: ")
                .hasMessageContaining("updates to statefulset spec for fields other than");
    }
}
