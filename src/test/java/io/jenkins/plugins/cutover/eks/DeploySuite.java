package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.cutover.eks.Applied.Action;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import io.jenkins.plugins.cutover.sandbox.cluster.SandboxPod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a deployment does, on whatever cluster: the sandbox's own, and a real control plane where there is one. */
abstract class DeploySuite {
    private LocalCluster cluster;
    private Eks eks;

    abstract LocalCluster cluster();

    /** Forgets everything in the namespace. */
    abstract void clean(LocalCluster used);

    @BeforeEach
    void open() {
        cluster = cluster();
        eks = Cluster.open(cluster);
    }

    @AfterEach
    void close() {
        eks.close();
        clean(cluster);
    }

    @Test
    void aFirstDeploymentComesUpOnRealAddresses() {
        Applied applied = eks.apply(Cluster.manifests(Cluster.GOOD, 3), false);
        assertThat(applied.changes()).extracting(Applied.Change::action).containsOnly(Action.CREATED);
        assertThat(applied.previousRevision()).isZero();
        Rollout.Complete complete = (Rollout.Complete) Cluster.end(eks);
        assertThat(complete.revision()).isEqualTo(1);
        assertThat(complete.endpoints()).hasSize(3).allMatch(pod -> pod.host().startsWith("127."));
        assertThat(eks.endpoints()).isEqualTo(complete.endpoints());
    }

    @Test
    void aDryRunOfANewServiceTellsWhatItWouldMakeAndMakesNothing() {
        Applied applied = eks.apply(Cluster.manifests(Cluster.GOOD, 3), true);
        assertThat(applied.lines())
                .contains("Deployment/orders created", "  + spec.replicas: 3")
                .noneMatch(line -> line.contains("swordfish"));
        assertThat(eks.replicas()).isEqualTo(-1);
    }

    @Test
    void aDryRunOfAChangeTellsTheServersOwnDifference() {
        deploy(Cluster.GOOD, 2);
        Applied applied = eks.apply(Cluster.manifests("shop/orders:2", 3), true);
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
        deploy(Cluster.GOOD, 2);
        Applied again = eks.apply(Cluster.manifests(Cluster.GOOD, 2), false);
        assertThat(again.changed()).as(again.lines().toString()).isFalse();
        assertThat(Cluster.end(eks))
                .isInstanceOfSatisfying(Rollout.Complete.class, complete -> assertThat(complete.revision())
                        .isEqualTo(1));
    }

    @Test
    void aNewImageReplacesEveryPod() {
        List<Endpoint> old = deploy(Cluster.GOOD, 2);
        Applied applied = eks.apply(Cluster.manifests("shop/orders:2", 2), false);
        assertThat(applied.previousRevision()).isEqualTo(1);
        Rollout.Complete complete = (Rollout.Complete) Cluster.end(eks);
        assertThat(complete.revision()).isEqualTo(2);
        assertThat(complete.endpoints()).hasSize(2).doesNotContainAnyElementsOf(old);
    }

    @Test
    void theSpecsImageAndReplicasOutrankTheManifests() {
        try (Eks own = Cluster.open(cluster, "shop/orders:7", 1)) {
            own.apply(Cluster.manifests(Cluster.GOOD, 3), false);
            assertThat(Cluster.end(own)).isInstanceOf(Rollout.Complete.class);
        }
        assertThat(cluster.pods()).extracting(SandboxPod::image).containsExactly("shop/orders:7");
    }

    @Test
    void aFieldThatTheManifestsGaveUpGoes() {
        deploy(Cluster.GOOD, 1);
        String without = Cluster.manifests(Cluster.GOOD, 1).yaml().replaceAll("(?m)^.*MODE.*\\R.*fast.*\\R", "");
        Applied applied = eks.apply(Manifests.parse("orders.yaml", without), false);
        assertThat(applied.lines()).contains("  - spec.template.spec.containers[app].env[MODE].value: fast");
    }

    @Test
    void aFieldThatSomebodyElseChangedIsAConflictNamedByManagerAndField() {
        deploy(Cluster.GOOD, 2);
        changedBySomebodyElse("{\"spec\":{\"replicas\":5}}");
        assertThatThrownBy(() -> eks.apply(Cluster.manifests("shop/orders:2", 2), false))
                .isInstanceOf(CutoverException.class)
                .hasMessageContaining("Deployment/orders: \"somebody-else\" owns .spec.replicas");
        assertThat(eks.replicas()).isEqualTo(5);
    }

    @Test
    void whatSomebodyElseAddedIsLeftAlone() {
        deploy(Cluster.GOOD, 1);
        changedBySomebodyElse("{\"metadata\":{\"labels\":{\"team\":\"blue\"}}}");
        assertThat(eks.apply(Cluster.manifests(Cluster.GOOD, 1), false).changed())
                .isFalse();
    }

    @Test
    void scalingIsNoConflictWithOurselves() {
        deploy(Cluster.GOOD, 2);
        eks.scale(1);
        assertThat(Cluster.end(eks)).isInstanceOf(Rollout.Complete.class);
        assertThat(eks.replicas()).isEqualTo(1);
        assertThat(deploy(Cluster.GOOD, 2)).hasSize(2);
    }

    @Test
    void whatAnAutoscalerSetIsKept() {
        Manifests scaled = Manifests.parse(
                "orders.yaml", Cluster.manifests(Cluster.GOOD, 2).yaml() + """
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
        changedBySomebodyElse("{\"spec\":{\"replicas\":3}}");
        eks.apply(scaled, false);
        assertThat(eks.replicas()).isEqualTo(3);
    }

    @Test
    void scaledToNothingThereIsNowhereToSendTraffic() {
        deploy(Cluster.GOOD, 2);
        eks.scale(0);
        Awaitility.await().until(() -> eks.endpoints().isEmpty());
        assertThat(eks.replicas()).isZero();
    }

    @Test
    void anImageThatCannotBePulledFailsAndThePreviousRevisionServesOn() {
        deploy(Cluster.GOOD, 2);
        cluster.faults().imagePullFails("shop/orders:typo");
        eks.apply(Cluster.manifests("shop/orders:typo", 2), false);
        Rollout.Failed failed = (Rollout.Failed) Cluster.end(eks);
        assertThat(failed.text())
                .contains("ImagePullBackOff", "shop/orders:typo")
                .endsWith("revision 1 still serves with 2 pods");
        assertThat(eks.endpoints()).hasSize(2);
    }

    @Test
    void aCrashLoopTellsTheLastLinesOfItsLog() {
        cluster.faults().crashLoops("shop/orders:broken", "starting\nno such table: orders");
        eks.apply(Cluster.manifests("shop/orders:broken", 1), false);
        Rollout.Failed failed = (Rollout.Failed) Cluster.end(eks);
        assertThat(failed.text())
                .contains("container app restarted", "exit status 1", "there is no earlier revision")
                .contains("starting | no such table: orders");
    }

    @Test
    void aQuotaThatIsUsedUpIsGivenAWhileAndThenTold() {
        cluster.quota(Cluster.NAMESPACE, 1);
        eks.apply(Cluster.manifests(Cluster.GOOD, 2), false);
        Rollout waiting = Cluster.rollout(
                eks,
                rollout -> rollout instanceof Rollout.InProgress going
                        && going.text().contains("quota"));
        assertThat(waiting).isNotNull();
        try (Eks later = Cluster.open(cluster, "", 0, Duration.ofMinutes(1))) {
            assertThat(((Rollout.Failed) Cluster.end(later)).reason())
                    .startsWith("no pod can be made: ")
                    .contains("exceeded quota");
        }
    }

    @Test
    void aPodWithoutANodeTellsTheSchedulersWordsAndIsWaitedFor() {
        cluster.faults().unschedulable("0/3 nodes are available: 3 Insufficient cpu.");
        eks.apply(Cluster.manifests(Cluster.GOOD, 1), false);
        Rollout waiting = Cluster.rollout(
                eks,
                rollout -> rollout instanceof Rollout.InProgress going
                        && going.text().contains("scheduled"));
        assertThat(((Rollout.InProgress) waiting).text())
                .startsWith("0 of 1 pod ready; orders-")
                .endsWith("cannot be scheduled: 0/3 nodes are available: 3 Insufficient cpu.");
        cluster.faults().none();
        assertThat(Cluster.end(eks)).isInstanceOf(Rollout.Complete.class);
    }

    @Test
    void aProbeThatNeverPassesIsNamedAndFailsAtTheDeadline() {
        cluster.faults().probeFails("shop/orders:sick");
        eks.apply(Cluster.manifests("shop/orders:sick", 1, 1), false);
        try (Eks later = Cluster.open(cluster, "", 0, Duration.ofMinutes(1))) {
            assertThat(((Rollout.Failed) Cluster.end(later)).reason())
                    .contains("no progress within the Deployment's deadline of 1 s")
                    .contains("Readiness probe failed: HTTP probe failed with statuscode: 503");
        }
    }

    @Test
    void undoPutsTheTemplateOfTheRevisionBeforeBack() {
        List<Endpoint> old = deploy(Cluster.GOOD, 2);
        cluster.faults().imagePullFails("shop/orders:typo");
        eks.apply(Cluster.manifests("shop/orders:typo", 2), false);
        Cluster.end(eks);
        assertThat(eks.undoRollout()).isEqualTo(1);
        Rollout.Complete complete = (Rollout.Complete) Cluster.end(eks);
        assertThat(complete.revision()).isEqualTo(3);
        assertThat(complete.endpoints()).isEqualTo(old);
    }

    @Test
    void afterAnUndoTheManifestsCanBeAppliedAgain() {
        deploy(Cluster.GOOD, 1);
        deploy("shop/orders:2", 1);
        assertThat(eks.undoRollout()).isEqualTo(1);
        Cluster.end(eks);
        assertThat(deploy("shop/orders:3", 1)).hasSize(1);
    }

    @Test
    void thereIsNothingToUndoAfterAFirstDeployment() {
        deploy(Cluster.GOOD, 1);
        assertThat(eks.undoRollout()).isZero();
    }

    @Test
    void deletingTakesWhatWeAppliedAndNothingElse() {
        deploy(Cluster.GOOD, 1);
        cluster.client()
                .services()
                .inNamespace(Cluster.NAMESPACE)
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
        String more = Cluster.manifests(Cluster.GOOD, 1).yaml()
                + "---\napiVersion: v1\nkind: Service\nmetadata: {name: theirs}\n";
        assertThat(eks.delete(Manifests.parse("orders.yaml", more)))
                .containsExactly("Deployment/orders", "Service/orders");
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> cluster.pods()
                .isEmpty());
        assertThat(eks.delete(Manifests.parse("orders.yaml", more))).isEmpty();
    }

    @Test
    void aPodOutOfMemoryIsSeenAsARestart() {
        deploy(Cluster.GOOD, 2);
        PodSignals before = eks.signals();
        String victim = cluster.pods().get(0).name();
        cluster.crashPod(victim, "OOMKilled");
        PodSignals.Change change =
                Awaitility.await().until(() -> eks.signals().since(before), since -> since.restarts() > 0);
        assertThat(change.oomKills()).isEqualTo(1);
        assertThat(change.text()).singleElement().asString().startsWith(victim + " restarted 1 time, out of memory");
    }

    @Test
    void whenAllPodsCrashNoneIsAnEndpointUntilTheyAreBack() {
        deploy(Cluster.GOOD, 2);
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
    void everyRefusalIsToldAtOnceAndNothingIsStored() {
        String bad = Cluster.manifests(Cluster.GOOD, 1).yaml()
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
        String bad = Cluster.manifests(Cluster.GOOD, 1).yaml()
                + "---\napiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\n";
        assertThatThrownBy(() -> eks.apply(Manifests.parse("orders.yaml", bad), false))
                .hasMessage("Widget/w: the server does not know Widget of example.com/v1");
    }

    @Test
    void aBudgetGoesInTheVersionThatTheServerHas() {
        String more = Cluster.manifests(Cluster.GOOD, 1).yaml() + """
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
        Applied applied = eks.apply(Manifests.parse("orders.yaml", more), false);
        assertThat(applied.changes())
                .extracting(Applied.Change::object)
                .contains("PodDisruptionBudget/orders", "PodDisruptionBudget/orders-two");
    }

    @Test
    void aRolloutOfNothingFailsByName() {
        assertThat(((Rollout.Failed) eks.rollout()).reason())
                .isEqualTo("Deployment/orders is not there in namespace \"shop\"");
    }

    @Test
    void aMissingNamespaceBlocks() {
        try (Eks elsewhere = new EksClients(cluster.secrets(), java.time.Clock.systemUTC())
                .open(Cluster.spec(cluster.access(), "nowhere", "", 0))) {
            assertThat(elsewhere.preflight())
                    .anyMatch(finding -> finding.blocks() && finding.toString().contains("\"nowhere\""));
            assertThatThrownBy(() -> elsewhere.apply(Cluster.manifests(Cluster.GOOD, 1), false))
                    .hasMessageContaining("nowhere");
        }
    }

    @Test
    void aClusterThatAllowsEverythingHasNoFindings() {
        assertThat(eks.preflight()).isEmpty();
    }

    private List<Endpoint> deploy(String image, int replicas) {
        eks.apply(Cluster.manifests(image, replicas), false);
        Rollout rollout = Cluster.end(eks);
        assertThat(rollout).isInstanceOf(Rollout.Complete.class);
        return ((Rollout.Complete) rollout).endpoints();
    }

    private void changedBySomebodyElse(String patch) {
        cluster.client()
                .apps()
                .deployments()
                .inNamespace(Cluster.NAMESPACE)
                .withName("orders")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("somebody-else")
                                .build(),
                        patch);
    }
}
