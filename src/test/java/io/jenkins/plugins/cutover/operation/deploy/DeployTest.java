package io.jenkins.plugins.cutover.operation.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.SingleFault;
import io.jenkins.plugins.cutover.simulation.Specs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeployTest {
    private static final ServiceSpec SMOKED = with("smoke", Map.of("path", "/health", "requests", 12, "within", "10s"));
    private static final ServiceSpec REACHED = with("addresses", List.of("10.2.0.1:8080"));

    private static ServiceSpec with(String field, Object value) {
        return SpecReader.map(
                field,
                Map.of(
                        "service", "orders",
                        "environment", "prod",
                        "haproxy", Map.of("instances", List.of("unix:/orders/lb1")),
                        "marathon", Map.of("url", "http://marathon", "app", "/orders"),
                        "eks", Map.of("kubeconfig", "none", "manifests", "none", field, value)));
    }

    private final CalmWorld rehearsal = new CalmWorld();

    @Test
    void anInstanceThatBecomesSilentDuringTheOpeningPreventsTheCutover() {
        SingleFault wire = new SingleFault(rehearsal.time());
        wire.on("haproxy", 3, () -> rehearsal.world().fleet().get(1).cutOff(true));
        assertThatThrownBy(() -> rehearsal.run(deploy("orders#1", wire)))
                .hasMessageContaining("its weights cannot be recorded, so no cutover was started");
        assertThat(rehearsal.journal().find("orders")).isEmpty();
    }

    @Test
    void anotherRunAppliesAfterACrash() {
        SingleFault wire = new SingleFault(rehearsal.time());
        wire.on("to kubernetes", 1, () -> {
            throw new SingleFault.Death();
        });
        assertThatThrownBy(() -> rehearsal.run(deploy("orders#1", wire))).isInstanceOf(SingleFault.Death.class);
        assertThat(rehearsal.record().deployment()).isNotNull();
        assertThat(rehearsal.world().cluster().replicas()).isNegative();
        rehearsal.run(rehearsal.deploy());
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.RUNNING);
        assertThat(rehearsal.world().cluster().replicas()).isEqualTo(2);
    }

    @Test
    void aShortOutageOfTheApiServerDoesNotEndARollout() {
        rehearsal.world().cluster().start(Duration.ofSeconds(30));
        Runner.Run run = rehearsal.start(rehearsal.deploy());
        rehearsal.time().run(Duration.ofSeconds(5));
        rehearsal.world().cluster().away(Duration.ofSeconds(15));
        rehearsal.time().run(Duration.ofMinutes(2));
        assertThat(run.result()).isCompleted();
    }

    @Test
    void anotherBuildContinuesAnOpenRecordAndIsRecorded() {
        rehearsal.run(rehearsal.deploy());
        rehearsal.ends("orders#1");
        rehearsal.run(deploy("orders#2", new SingleFault(rehearsal.time())));
        assertThat(rehearsal.record().owner().id()).isEqualTo("orders#2");
        assertThat(rehearsal.history()).contains("taken-over: build orders#2 deploys again what build orders#1 began");
    }

    @Test
    void aDifferentFleetIsRefused() {
        rehearsal.run(rehearsal.deploy());
        ServiceSpec other = Specs.of("orders", 3, List.of("5"), Map.of());
        Deploy deploy = new Deploy(rehearsal.context("orders#1"), other, CalmWorld.MANIFESTS);
        assertThatThrownBy(() -> rehearsal.run(deploy))
                .hasMessageContaining("has other haproxy or marathon settings; roll it back before");
    }

    @Test
    void aBackendThatAnotherServiceMovesIsRefused() {
        rehearsal.run(rehearsal.deploy());
        assertThatThrownBy(() -> rehearsal.run(second(Specs.of("payments", 2, List.of("5"), Map.of())
                        .withHaproxy(rehearsal.world().spec().haproxy()))))
                .hasMessageContaining(
                        "backend orders on unix:/orders/lb1 belongs to the cutover of orders in environment"
                                + " prod (RUNNING, EKS 0%); two services cannot move it");
    }

    @Test
    void aWorkloadThatAnotherServiceMovesIsRefused() {
        rehearsal.upTo("5", "100");
        ServiceSpec orders = rehearsal.world().spec();
        ServiceSpec payments = Specs.of("payments", 2, List.of("5"), Map.of());
        ServiceSpec same = new ServiceSpec(
                "payments",
                "test",
                payments.haproxy(),
                payments.marathon(),
                orders.eks(),
                payments.phases(),
                payments.verify());
        assertThatThrownBy(() -> rehearsal.run(new Deploy(rehearsal.context("payments#1"), same, CalmWorld.MANIFESTS)))
                .hasMessageContaining("workload orders in namespace default belongs to the cutover of orders");
    }

    /** A service that is deployed again, with another workload in its file. */
    @Test
    void aWorkloadThatAnotherServiceMovesIsRefusedForTheNextVersionToo() {
        rehearsal.upTo("5", "100");
        ServiceSpec orders = rehearsal.world().spec();
        ServiceSpec payments = Specs.of("payments", 2, List.of("5"), Map.of());
        rehearsal.journal().save(CutoverRecord.open(payments, rehearsal.record().owner(), CalmWorld.START));
        ServiceSpec changed = new ServiceSpec(
                "orders",
                "test",
                orders.haproxy(),
                orders.marathon(),
                payments.eks(),
                orders.phases(),
                orders.verify());
        assertThatThrownBy(() -> rehearsal.run(new Deploy(rehearsal.context("orders#2"), changed, CalmWorld.MANIFESTS)))
                .hasMessageContaining("belongs to the cutover of payments");
    }

    private Deploy second(ServiceSpec given) {
        ServiceSpec elsewhere = new ServiceSpec(
                given.service(),
                "test",
                given.haproxy(),
                given.marathon(),
                given.eks(),
                given.phases(),
                given.verify());
        return new Deploy(rehearsal.context("payments#1"), elsewhere, CalmWorld.MANIFESTS);
    }

    @Test
    void aCutoverThatWasRolledBackMeanwhileIsNotStartedAgain() {
        rehearsal.world().cluster().start(Duration.ofSeconds(30));
        Runner.Run run = rehearsal.start(rehearsal.deploy());
        rehearsal.time().run(Duration.ofSeconds(5));
        rehearsal.run(rehearsal.rollback());
        rehearsal.time().run(Duration.ofSeconds(60));
        assertThat(run.result()).isCompletedExceptionally();
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.ROLLED_BACK);
    }

    /** Nodes with a NodePort, or a load balancer's name. */
    @Test
    void aServiceWithAddressesIsReachedThere() {
        CalmWorld reached = new CalmWorld(REACHED, List.of(100, 100));
        reached.run(reached.deploy());
        reached.run(reached.shift("50"));
        reached.start(new Verify(reached.context("orders#1"), "orders", Duration.ofMinutes(5)));
        reached.time().run(Duration.ofSeconds(30));
        assertThat(reached.world().cluster().replicas()).isEqualTo(2);
        assertThat(reached.record().desired().eks()).containsExactly(Endpoint.parse("10.2.0.1:8080"));
    }

    @Test
    void everyPodMustPassTheSmokeCheckBeforeHaproxyGetsIt() {
        CalmWorld smoked = new CalmWorld(SMOKED, List.of(100, 100));
        smoked.run(smoked.deploy());
        assertThat(smoked.history()).contains("smoke: every pod gave 12 of 12 good answers to GET /health");
        assertThat(smoked.record().state()).isEqualTo(CutoverState.RUNNING);
    }

    @Test
    void aFailedSmokeCheckRestoresTheEarlierRevision() {
        CalmWorld smoked = new CalmWorld(SMOKED, List.of(100, 100));
        smoked.world().cluster().earlier(7);
        smoked.world().cluster().smokes("GET /health answered 500");
        assertThatThrownBy(() -> smoked.run(smoked.deploy()))
                .hasMessageContaining("smoke check: pod 10.2.0.1:8080: GET /health answered 500")
                .hasMessageContaining("; revision 7 is restored; no traffic was shifted");
        assertThat(smoked.world().cluster().undone()).isEqualTo(1);
        assertThat(smoked.mesosAsBefore()).isTrue();
    }

    @Test
    void aRepeatedDeployDoesNotContinueWithFailedPods() {
        CalmWorld smoked = new CalmWorld(SMOKED, List.of(100, 100));
        smoked.world().cluster().smokes("GET /health answered 500");
        assertThatThrownBy(() -> smoked.run(smoked.deploy())).hasMessageContaining("answered 500");
        assertThat(smoked.record().deployment().revision()).isEmpty();
        smoked.world().cluster().smokes("");
        smoked.run(smoked.deploy());
        assertThat(smoked.history().stream().filter(e -> e.startsWith("deploy: applying")))
                .hasSize(2);
    }

    /** What to come back to is in the record before anything is applied. */
    @Test
    void aResumedDeployRestoresTheEarlierRevisionToo() {
        CalmWorld smoked = new CalmWorld(SMOKED, List.of(100, 100));
        smoked.world().cluster().earlier(7);
        dieInMidRollout(smoked);
        assertThat(smoked.record().deployment().previous()).isEqualTo(7);
        smoked.time().run(Duration.ofMinutes(2));
        smoked.world().cluster().smokes("GET /health answered 500");
        assertThatThrownBy(() -> smoked.run(smoked.deploy())).hasMessageContaining("; revision 7 is restored;");
        assertThat(smoked.world().cluster().undone()).isEqualTo(1);
        assertThat(smoked.record().deployment().previous()).isZero();
    }

    @Test
    void aRollbackInANewProcessRestoresTheEarlierRevision() {
        rehearsal.world().cluster().earlier(7);
        dieInMidRollout(rehearsal);
        rehearsal.time().run(Duration.ofMinutes(2));
        rehearsal.run(rehearsal.rollback());
        assertThat(rehearsal.world().cluster().undone()).isEqualTo(1);
        assertThat(rehearsal.history()).contains("eks: on EKS revision 7 is restored");
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.ROLLED_BACK);
    }

    @Test
    void aRollbackDoesNotWaitForAnUnavailableCluster() {
        rehearsal.world().cluster().earlier(7);
        dieInMidRollout(rehearsal);
        rehearsal.world().cluster().away(Duration.ofHours(1));
        rehearsal.run(rehearsal.rollback());
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.ROLLED_BACK);
        assertThat(rehearsal.history()).anyMatch(e -> e.startsWith("eks: on EKS revision 7 could not be restored: "));
    }

    /** The reason of the failure can be found there. */
    @Test
    void aCompleteRevisionStaysAfterARollback() {
        rehearsal.world().cluster().earlier(7);
        rehearsal.run(rehearsal.deploy());
        rehearsal.run(rehearsal.rollback());
        assertThat(rehearsal.world().cluster().undone()).isZero();
    }

    private void dieInMidRollout(CalmWorld world) {
        world.world().cluster().start(Duration.ofSeconds(30));
        SingleFault wire = new SingleFault(world.time());
        wire.on("kubernetes rollout", 3, () -> {
            throw new SingleFault.Death();
        });
        Deploy deploy =
                new Deploy(world.context("orders#1", wire), world.world().spec(), CalmWorld.MANIFESTS);
        assertThatThrownBy(() -> world.run(deploy)).isInstanceOf(SingleFault.Death.class);
    }

    @Test
    void aFailedStatefulSetGetsItsEarlierRevisionAtOnce() {
        rehearsal.world().cluster().earlier(7);
        rehearsal.world().cluster().broken("orders-1 ImagePullBackOff");
        String stateful = CalmWorld.MANIFESTS.replace("kind: Deployment", "kind: StatefulSet");
        Deploy deploy =
                new Deploy(rehearsal.context("orders#1"), rehearsal.world().spec(), stateful);
        assertThatThrownBy(() -> rehearsal.run(deploy))
                .hasMessageContaining("orders-1 ImagePullBackOff")
                .hasMessageContaining("; revision 7 is restored; no traffic was shifted");
        assertThat(rehearsal.world().cluster().undone()).isEqualTo(1);
    }

    @Test
    void aPodThatFailsAtFirstIsTriedAgain() {
        CalmWorld smoked = new CalmWorld(SMOKED, List.of(100, 100));
        smoked.world().cluster().smokes("GET /health answered 500");
        Runner.Run run = smoked.start(smoked.deploy());
        smoked.time().run(Duration.ofSeconds(8));
        smoked.world().cluster().smokes("");
        smoked.time().run(Duration.ofSeconds(60));
        assertThat(run.result()).isCompleted();
    }

    @Test
    void manifestsWithoutReplicasGetAsManyAsMesosNeeds() {
        CalmWorld world = new CalmWorld(Specs.orders(2), List.of(100, 100, 100, 100));
        String smaller = CalmWorld.MANIFESTS
                .replace("  replicas: 2\n", "")
                .replace("image: orders", "image: orders, resources: {requests: {cpu: 750m}}");
        world.run(new Deploy(world.context("orders#1"), world.world().spec(), smaller));
        assertThat(world.world().cluster().replicas()).isEqualTo(6);
        assertThat(String.join("\n", world.history()))
                .contains("6 replicas, since Mesos carries its traffic with the load of 4.0 instances of 1 cpus and a"
                        + " pod asks for 0.75");
    }

    @Test
    void runningPodsKeepTheirNumberWithoutReplicasInTheManifests() {
        rehearsal.run(rehearsal.deploy());
        rehearsal.ends("orders#1");
        String silent = CalmWorld.MANIFESTS.replace("  replicas: 2\n", "");
        rehearsal.run(
                new Deploy(rehearsal.context("orders#2"), rehearsal.world().spec(), silent));
        assertThat(rehearsal.world().cluster().replicas()).isEqualTo(2);
    }

    @Test
    void aSecondServiceOfTheEnvironmentLearnsTheHolder() {
        rehearsal.run(rehearsal.deploy());
        rehearsal.ends("orders#1");
        Deploy second = new Deploy(
                rehearsal.context("payments#1"),
                Specs.of("payments", 1, List.of("5"), Map.of()),
                CalmWorld.MANIFESTS.replace("orders", "payments"));
        assertThatThrownBy(() -> rehearsal.run(second))
                .hasMessageContaining("environment prod is held by the cutover of orders");
    }

    private Deploy deploy(String build, SingleFault wire) {
        return new Deploy(rehearsal.context(build, wire), rehearsal.world().spec(), CalmWorld.MANIFESTS);
    }
}
