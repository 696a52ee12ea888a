package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess.Setup;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RouterTest {
    @Test
    void aShareIsSetOnEveryInstanceAndReadBack() {
        try (TestFleet fleet = new TestFleet(4, 2, 2)) {
            fleet.place();
            FleetOutcome outcome = fleet.router().apply(fleet.desired("5"));
            assertThat(outcome.problems()).isEmpty();
            assertThat(outcome.confirmations()).hasSize(2).allMatch(c -> c.achieved()
                    .equals(Share.ofPercent(5)));
            assertThat(fleet.router().read().reachable())
                    .allMatch(i -> i.share().equals(Share.ofPercent(5)));
        }
    }

    @Test
    void clientsGetTheShare() {
        try (TestFleet fleet = new TestFleet(4, 2, 1)) {
            fleet.place();
            fleet.router().apply(fleet.desired("25"));
            assertThat(fleet.get(400)).containsOnly(200);
            assertThat(fleet.eksRequests()).isBetween(98, 102);
        }
    }

    @Test
    void shareZeroRestoresTheOriginalWeights() {
        try (TestFleet fleet = new TestFleet(3, 2, 1)) {
            fleet.haproxy().command("set weight orders/mesos2 7");
            Map<String, Integer> before = fleet.router().read().mesosWeights();
            fleet.place();
            Router router = fleet.router();
            router.apply(new DesiredTraffic(Share.ofPercent(50), TestService.endpoints(fleet.eks), before));
            router.apply(new DesiredTraffic(Share.NONE, TestService.endpoints(fleet.eks), before));
            assertThat(router.read().mesosWeights()).isEqualTo(before).containsEntry("mesos2", 7);
            fleet.get(20);
            assertThat(fleet.eksRequests()).isZero();
        }
    }

    @Test
    void applyingAgainChangesNothing() {
        try (TestFleet fleet = new TestFleet(2, 2, 1)) {
            fleet.place();
            assertThat(fleet.router().apply(fleet.desired("50")).confirmations())
                    .allMatch(c -> c.changes() > 0);
            assertThat(fleet.router().apply(fleet.desired("50")).confirmations())
                    .allMatch(c -> c.changes() == 0);
        }
    }

    @Test
    void serversFollowTheEndpoints() {
        try (TestFleet fleet = new TestFleet(2, 3, 1)) {
            fleet.place();
            var two = TestService.endpoints(fleet.eks.subList(1, 3));
            fleet.router().apply(fleet.desired("50", two));
            Reachable now = fleet.router().read().reachable().get(0);
            assertThat(now.servers(Side.EKS).stream()
                            .filter(s -> s.weight() > 0)
                            .map(ServerReading::address))
                    .containsExactlyInAnyOrder(two.get(0).toString(), two.get(1).toString());
            assertThat(now.share()).isEqualTo(Share.ofPercent(50));
        }
    }

    @Test
    void missingServersAreAddedAndAddedAgainAfterAReload() {
        try (TestFleet fleet = new TestFleet(2, 3, 1, Setup.example().edited("1-10", "1-1"))) {
            assertThat(fleet.router().preflight(List.of(), 3))
                    .anyMatch(f -> f.blocks() && f.text().contains("1 EKS servers are too few for 3 endpoints"));
            fleet.place();
            assertThat(fleet.router().apply(fleet.desired("60")).problems()).isEmpty();
            assertThat(fleet.get(100)).containsOnly(200);
            assertThat(fleet.eks).allMatch(pod -> pod.requests() > 15);
            fleet.haproxy().reload(true);
            assertThat(fleet.router().read().drift(fleet.desired("60"))).hasSize(1);
            await().until(() -> fleet.router().apply(fleet.desired("60")).confirmed());
            fleet.awaitHealthy(3);
            fleet.router().apply(fleet.desired("60"));
            assertThat(fleet.router().read().drift(fleet.desired("60"))).isEmpty();
        }
    }

    @Test
    void trafficWaitsForTheFirstHealthCheck() {
        try (TestFleet fleet = new TestFleet(2, 1, 1)) {
            fleet.eks.get(0).health(503);
            FleetOutcome outcome = fleet.router().apply(fleet.desired("10"));
            assertThat(outcome.pending()).isTrue();
            assertThat(fleet.get(20)).containsOnly(200);
            assertThat(fleet.eksRequests()).isZero();
        }
    }

    @Test
    void withoutAnEksServerUpTheShareIsRefusedAndNothingChanges() {
        try (TestFleet fleet = new TestFleet(2, 1, 1)) {
            fleet.place();
            fleet.eks.get(0).close();
            await().until(() -> fleet.haproxy().command("show stat orders 4 -1").contains("L4CON"));
            await().until(() -> fleet.router().read().reachable().get(0).servers(Side.EKS).stream()
                    .noneMatch(ServerReading::up));
            FleetOutcome outcome = fleet.router().apply(fleet.desired("10"));
            assertThat(outcome.refusals()).hasSize(1).noneMatch(InstanceOutcome.Refused::changed);
            assertThat(outcome.problems().get(0)).contains("no EKS server is up (eks1 DOWN L4CON)");
        }
    }

    @Test
    void aFrozenInstanceIsUnknownAndDoesNotDelayTheOthers() {
        try (TestFleet fleet = new TestFleet(2, 1, 2)) {
            fleet.place();
            fleet.haproxies.get(1).freeze();
            FleetOutcome outcome = fleet.router().apply(fleet.desired("50"));
            assertThat(outcome.confirmations())
                    .hasSize(1)
                    .allMatch(c -> c.took().toMillis() < 500);
            assertThat(outcome.unknowns()).hasSize(1).noneMatch(InstanceOutcome.Unknown::changePossible);
            fleet.haproxies.get(1).thaw();
            assertThat(fleet.router().apply(fleet.desired("50")).confirmed()).isTrue();
        }
    }

    @Test
    void aSlowInstanceThatAnswersInTimeIsConfirmed() {
        try (TestFleet fleet = new TestFleet(2, 2, 2)) {
            fleet.place();
            fleet.haproxies.get(1).freeze();
            CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS)
                    .execute(() -> fleet.haproxies.get(1).thaw());
            FleetOutcome outcome = fleet.router().apply(fleet.desired("25"));
            assertThat(outcome.confirmed()).isTrue();
            assertThat(outcome.confirmations().stream().map(InstanceOutcome.Confirmed::took))
                    .anyMatch(took -> took.toMillis() >= 300);
            assertThat(fleet.router().read().drift(fleet.desired("25"))).isEmpty();
        }
    }

    @Test
    void aSilentInstanceDelaysOnlyTheFirstRound() {
        try (TestFleet fleet = new TestFleet(2, 1, 2)) {
            fleet.place();
            Router router = Router.of(fleet.spec(), Secrets.NONE, Duration.ofSeconds(5));
            fleet.haproxies.get(1).freeze();
            assertThat(router.read().unreachable().get(0).reason()).matches(".*no answer in 5000 ms.*");
            assertThat(router.read().unreachable().get(0).reason()).matches(".*no answer in [2-4]\\d\\d ms.*");
            fleet.haproxies.get(1).thaw();
            await().until(() -> router.read().unreachable().isEmpty());
        }
    }

    @Test
    void aDryRunListsTheCommandsThatApplySends() {
        ModelBackend backend = OldVersionsTest.backend(Dialect.V2_6);
        try (FakeSocket socket = new FakeSocket(backend::execute, UnaryOperator.identity())) {
            Router router = Router.of(TestFleet.spec(List.of(socket.address())), Secrets.NONE, Duration.ofSeconds(5));
            DesiredTraffic none = OldVersionsTest.desired("0");
            List<String> first = router.dryRun(none).get(0).commands();
            assertThat(socket.changes()).isEmpty();
            router.apply(none);
            assertThat(socket.changes()).isNotEmpty().isEqualTo(first);
            backend.servers(Side.EKS).forEach(s -> s.healthy = true);
            backend.check();
            PlannedChange shift = router.dryRun(OldVersionsTest.desired("25")).get(0);
            int before = socket.changes().size();
            assertThat(router.apply(OldVersionsTest.desired("25")).confirmed()).isTrue();
            assertThat(socket.changes().subList(before, socket.changes().size()))
                    .isEqualTo(shift.commands());
            assertThat(router.dryRun(OldVersionsTest.desired("25")).get(0).lines())
                    .containsExactly(socket.address() + ": nothing to change");
        }
    }

    @Test
    void aReloadThatLosesTheWeightsIsDriftAndIsRepaired() {
        try (TestFleet fleet = new TestFleet(2, 1, 1)) {
            fleet.place();
            fleet.router().apply(fleet.desired("50"));
            assertThat(fleet.router().read().drift(fleet.desired("50"))).isEmpty();
            fleet.haproxy().reload(false);
            assertThat(fleet.router().read().drift(fleet.desired("50")))
                    .containsKey(fleet.haproxy().unix());
            await().until(() -> fleet.router().apply(fleet.desired("50")).confirmed());
            assertThat(fleet.router().read().drift(fleet.desired("50"))).isEmpty();
        }
    }

    @Test
    void aReloadThatKeepsTheStateIsNoDrift() {
        try (TestFleet fleet = new TestFleet(2, 2, 1)) {
            fleet.place();
            fleet.router().apply(fleet.desired("50"));
            fleet.haproxy().reload(true);
            assertThat(fleet.router().read().drift(fleet.desired("50"))).isEmpty();
            assertThat(fleet.get(40)).containsOnly(200);
            assertThat(fleet.eksRequests()).isEqualTo(20);
        }
    }

    @Test
    void aDrainEndsWithTheLastRequest() {
        try (TestFleet fleet = new TestFleet(2, 1, 1)) {
            fleet.place();
            fleet.mesos.forEach(m -> m.delay(700));
            Thread slow = new Thread(() -> fleet.get(1));
            slow.start();
            await().until(() -> fleet.router().drain(Side.MESOS, false).open() == 1);
            assertThat(fleet.router()
                            .drain(Side.MESOS, false)
                            .instances()
                            .get(0)
                            .problem())
                    .contains("still has weight 100");
            fleet.router().apply(fleet.desired("100"));
            assertThat(fleet.router().drain(Side.MESOS, false).done()).isFalse();
            await().until(() -> fleet.router().drain(Side.MESOS, false).done());
            assertThat(fleet.router().read().reachable().get(0).servers(Side.MESOS))
                    .allMatch(ServerReading::maintenance);
        }
    }

    @Test
    void aRollbackToADrainedMesosWaitsForItsHealthChecks() {
        try (TestFleet fleet = new TestFleet(2, 1, 1)) {
            fleet.place();
            fleet.router().apply(fleet.desired("100"));
            assertThat(fleet.router().drain(Side.MESOS, false).done()).isTrue();
            assertThat(fleet.router().apply(fleet.desired("0")).pending()).isTrue();
            assertThat(fleet.get(10)).containsOnly(200);
            await().until(() -> fleet.router().apply(fleet.desired("0")).confirmed());
            assertThat(fleet.router().read().mesosWeights()).isEqualTo(Map.of("mesos1", 100, "mesos2", 100));
            assertThat(fleet.get(10)).containsOnly(200);
        }
    }

    @Test
    void eksKeepsItsTrafficWhileNoMesosServerIsUp() {
        try (TestFleet fleet = new TestFleet(1, 1, 1)) {
            fleet.place();
            fleet.router().apply(fleet.desired("100"));
            fleet.mesos.get(0).health(500);
            await().until(() -> fleet.router().read().reachable().get(0).servers(Side.MESOS).stream()
                    .noneMatch(ServerReading::up));
            FleetOutcome outcome = fleet.router().apply(fleet.desired("0"));
            assertThat(outcome.problems().get(0)).contains("no Mesos server is up", "EKS keeps");
            assertThat(fleet.get(10)).containsOnly(200);
            fleet.mesos.get(0).health(200);
            await().until(() -> fleet.router().apply(fleet.desired("0")).confirmed());
        }
    }

    @Test
    void latenciesOfEachSideAreReadFromTheRing() {
        try (TestFleet fleet = new TestFleet(1, 1, 1)) {
            fleet.place();
            fleet.router().apply(fleet.desired("50"));
            fleet.eks.get(0).delay(30);
            List<RingCursor> start = fleet.router().latencies(List.of()).cursors();
            fleet.get(20);
            // HAProxy logs a request after its client got the answer.
            await().until(() -> fleet.router().latencies(start).firstBytes(Side.EKS).length == 10);
            RingReading first = fleet.router().latencies(start);
            assertThat(first.firstBytes(Side.MESOS)).hasSize(10);
            assertThat(first.firstBytes(Side.EKS)).hasSize(10);
            assertThat(Arrays.stream(first.firstBytes(Side.EKS))).allMatch(ms -> ms >= 29);
            assertThat(first.lost()).isEmpty();
            assertThat(fleet.router().latencies(first.cursors()).firstBytes(Side.EKS))
                    .isEmpty();
        }
    }

    @Test
    void aRingThatWrappedAroundOrWasLostIsReported() {
        Setup small = Setup.example()
                .edited("size 1048576", "size 16384")
                .edited("log-format \"", "log-format \"" + "x".repeat(250) + " ");
        try (TestFleet fleet = new TestFleet(1, 0, 1, small)) {
            fleet.get(1);
            // HAProxy writes the line a moment after the answer.
            List<RingCursor> start = await().until(
                            () -> fleet.router().latencies(List.of()).cursors(),
                            c -> c.get(0).request() >= 0);
            fleet.get(100);
            RingReading wrapped = fleet.router().latencies(start);
            assertThat(wrapped.lost()).singleElement().asString().contains("the ring wrapped around");
            assertThat(wrapped.firstBytes(Side.MESOS)).hasSizeBetween(20, 70);
            fleet.haproxy().reload(false);
            assertThat(fleet.router().latencies(wrapped.cursors()).lost())
                    .singleElement()
                    .asString()
                    .contains("restarted");
        }
    }

    @Test
    void errorsOfEachSideAreCountedAcrossTwoReadings() {
        try (TestFleet fleet = new TestFleet(1, 1, 1)) {
            fleet.place();
            fleet.router().apply(fleet.desired("50"));
            CounterSnapshot before = fleet.router().read().counters();
            fleet.eks.get(0).status(500);
            fleet.get(20);
            CounterSnapshot.Delta delta = fleet.router().read().counters().since(before);
            assertThat(delta.eks()).isEqualTo(new Counters(10, 10, 0, 10, 0, 0, new Statuses(0, 0, 0, 10, 1010)));
            assertThat(delta.mesos().errors()).isZero();
            assertThat(delta.mesos().statuses().ok()).isEqualTo(10);
            assertThat(delta.skipped()).isEmpty();
        }
    }

    @Test
    void requestsThatFindNoServerAreCountedBesideTheSides() {
        try (TestFleet fleet = new TestFleet(2, 1, 1)) {
            fleet.place();
            CounterSnapshot before = fleet.router().read().counters();
            fleet.get(5);
            fleet.haproxy().command("set weight orders/mesos1 0");
            fleet.haproxy().command("set weight orders/mesos2 0");
            assertThat(fleet.get(3)).containsOnly(503);
            CounterSnapshot.Delta delta = fleet.router().read().counters().since(before);
            assertThat(delta.unserved()).isEqualTo(3);
            assertThat(delta.mesos()).isEqualTo(new Counters(5, 0, 0, 5, 0, 0, new Statuses(5, 0, 0, 0, 410)));
            assertThat(delta.eks()).isEqualTo(Counters.ZERO);
        }
    }
}
