package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.eks.apply.ApplyResult;
import io.jenkins.plugins.cutover.eks.apply.ApplyResult.Action;
import io.jenkins.plugins.cutover.eks.rollout.PodSignals;
import io.jenkins.plugins.cutover.eks.rollout.RolloutStatus;
import io.jenkins.plugins.cutover.model.Endpoint;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The result of a rollout, and the pods after it. */
abstract class DeploySuite extends ClusterSuite {
    @Test
    void aFirstDeploymentHasRealAddresses() {
        ApplyResult applied = eks.apply(TestCluster.manifests(TestCluster.GOOD, 3), false);
        assertThat(applied.changes()).extracting(ApplyResult.Change::action).containsOnly(Action.CREATED);
        RolloutStatus.Complete complete = (RolloutStatus.Complete) TestCluster.end(eks);
        assertThat(complete.revision()).isEqualTo(1);
        assertThat(complete.endpoints()).hasSize(3).allMatch(pod -> pod.host().startsWith("127."));
        assertThat(eks.endpoints()).isEqualTo(complete.endpoints());
    }

    @Test
    void aNewImageReplacesEveryPod() {
        List<Endpoint> old = deploy(TestCluster.GOOD, 2);
        assertThat(eks.serving()).isEqualTo(1);
        eks.apply(TestCluster.manifests("shop/orders:2", 2), false);
        RolloutStatus.Complete complete = (RolloutStatus.Complete) TestCluster.end(eks);
        assertThat(complete.revision()).isEqualTo(2);
        assertThat(complete.endpoints()).hasSize(2).doesNotContainAnyElementsOf(old);
    }

    @Test
    void scalingToZeroLeavesNoEndpoint() {
        deploy(TestCluster.GOOD, 2);
        eks.scale(0);
        Awaitility.await().until(() -> eks.endpoints().isEmpty());
        assertThat(eks.replicas()).isZero();
    }

    @Test
    void anImageThatCannotBePulledFailsWhileThePreviousRevisionServes() {
        deploy(TestCluster.GOOD, 2);
        cluster.faults().imagePullFails("shop/orders:typo");
        eks.apply(TestCluster.manifests("shop/orders:typo", 2), false);
        RolloutStatus.Failed failed = (RolloutStatus.Failed) TestCluster.end(eks);
        assertThat(failed.text())
                .contains("ImagePullBackOff", "shop/orders:typo")
                .endsWith("revision 1 still serves with 2 pods");
        assertThat(eks.endpoints()).hasSize(2);
    }

    @Test
    void aCrashLoopReportsTheLastLinesOfItsLog() {
        cluster.faults().crashLoops("shop/orders:broken", "starting\nno such table: orders");
        eks.apply(TestCluster.manifests("shop/orders:broken", 1), false);
        RolloutStatus.Failed failed = (RolloutStatus.Failed) TestCluster.end(eks);
        assertThat(failed.text())
                .contains("container app restarted", "exit status 1", "there is no earlier revision")
                .contains("starting | no such table: orders");
    }

    @Test
    void anExceededQuotaFailsAfterAGracePeriod() {
        cluster.quota(TestCluster.NAMESPACE, 1);
        eks.apply(TestCluster.manifests(TestCluster.GOOD, 2), false);
        RolloutStatus waiting = TestCluster.rollout(
                eks,
                rollout -> rollout instanceof RolloutStatus.InProgress progress
                        && progress.text().contains("quota"));
        assertThat(waiting).isNotNull();
        try (Eks later = TestCluster.open(cluster, "", 0, Duration.ofMinutes(1))) {
            assertThat(((RolloutStatus.Failed) TestCluster.end(later)).reason())
                    .startsWith("no pod can be created: ")
                    .contains("exceeded quota");
        }
    }

    @Test
    void anUnschedulablePodReportsTheSchedulersMessageAndIsAwaited() {
        cluster.faults().unschedulable("0/3 nodes are available: 3 Insufficient cpu.");
        eks.apply(TestCluster.manifests(TestCluster.GOOD, 1), false);
        RolloutStatus waiting = TestCluster.rollout(
                eks,
                rollout -> rollout instanceof RolloutStatus.InProgress progress
                        && progress.text().contains("scheduled"));
        assertThat(((RolloutStatus.InProgress) waiting).text())
                .startsWith("0 of 1 pod ready; orders-")
                .endsWith("cannot be scheduled: 0/3 nodes are available: 3 Insufficient cpu.");
        cluster.faults().none();
        assertThat(TestCluster.end(eks)).isInstanceOf(RolloutStatus.Complete.class);
    }

    @Test
    void aProbeThatNeverPassesFailsAtTheDeadline() {
        cluster.faults().probeFails("shop/orders:sick");
        eks.apply(TestCluster.manifests("shop/orders:sick", 1, 3), false);
        try (Eks later = TestCluster.open(cluster, "", 0, Duration.ofMinutes(1))) {
            assertThat(((RolloutStatus.Failed) TestCluster.end(later)).reason())
                    .contains("no progress within the Deployment's deadline of 3 s")
                    .contains("Readiness probe failed: HTTP probe failed with statuscode: 503");
        }
    }

    @Test
    void undoRestoresTheTemplateOfThePreviousRevision() {
        List<Endpoint> old = deploy(TestCluster.GOOD, 2);
        cluster.faults().imagePullFails("shop/orders:typo");
        eks.apply(TestCluster.manifests("shop/orders:typo", 2), false);
        TestCluster.end(eks);
        assertThat(eks.undoRollout(1)).isTrue();
        RolloutStatus.Complete complete = (RolloutStatus.Complete) TestCluster.end(eks);
        assertThat(complete.revision()).isEqualTo(3);
        assertThat(complete.endpoints()).isEqualTo(old);
    }

    @Test
    void afterAnUndoTheManifestsCanBeAppliedAgain() {
        deploy(TestCluster.GOOD, 1);
        deploy("shop/orders:2", 1);
        assertThat(eks.undoRollout(1)).isTrue();
        TestCluster.end(eks);
        assertThat(deploy("shop/orders:3", 1)).hasSize(1);
    }

    @Test
    void aRevisionThatTheClusterDoesNotKeepCannotBeRestored() {
        assertThat(eks.serving()).isZero();
        deploy(TestCluster.GOOD, 1);
        assertThat(eks.undoRollout(7)).isFalse();
        assertThat(TestCluster.end(eks)).isEqualTo(new RolloutStatus.Complete(1, eks.endpoints()));
    }

    @Test
    void aPodOutOfMemoryCountsAsARestart() {
        deploy(TestCluster.GOOD, 2);
        PodSignals before = eks.signals();
        String victim = cluster.pods().get(0).name();
        cluster.crashPod(victim, "OOMKilled");
        PodSignals.Change change =
                Awaitility.await().until(() -> eks.signals().since(before), since -> since.restarts() > 0);
        assertThat(change.oomKills()).isEqualTo(1);
        assertThat(change.text()).singleElement().asString().startsWith(victim + " restarted 1 time, out of memory");
    }

    @Test
    void crashedPodsAreNoEndpointsUntilTheyRecover() {
        deploy(TestCluster.GOOD, 2);
        PodSignals before = eks.signals();
        cluster.crashAllPods();
        Awaitility.await().until(() -> eks.endpoints().isEmpty());
        PodSignals.Change change = eks.signals().since(before);
        assertThat(change.readinessLost()).isEqualTo(2);
        assertThat(change.crashLooping()).isEqualTo(2);
        cluster.recover();
        Awaitility.await().until(() -> eks.endpoints().size() == 2);
        assertThat(eks.signals().since(before).crashLooping()).isZero();
    }

    @Test
    void aRolloutWithoutAWorkloadFails() {
        assertThat(((RolloutStatus.Failed) eks.rollout()).reason())
                .isEqualTo("no Deployment or StatefulSet \"orders\" in namespace \"shop\"");
    }
}
