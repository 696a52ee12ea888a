package io.jenkins.plugins.cutover.traffic.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.DrainOutcome;
import io.jenkins.plugins.cutover.traffic.Router;
import io.jenkins.plugins.cutover.traffic.TestFleet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** After a reload long requests stay in the old worker, which the admin socket does not show. */
class OldWorkersTest {
    @Test
    void aDrainWaitsForTheRequestsOfAnOldWorker() {
        try (TestFleet fleet = new TestFleet(2, 1, 1)) {
            CompletableFuture<List<Integer>> slow = slowRequestThenReload(fleet, 4000);
            assertThat(fleet.router().drain(Side.MESOS, false).done())
                    .as("the drain without the master's socket")
                    .isTrue();
            Router router = withMaster(fleet);
            assertThat(router.drain(Side.MESOS, false).instances())
                    .singleElement()
                    .satisfies(i -> {
                        assertThat(i.inOldWorkers()).isEqualTo(1);
                        assertThat(i.done()).isFalse();
                    });
            await().until(() -> router.drain(Side.MESOS, false).done());
            assertThat(slow.join()).containsOnly(200);
        }
    }

    @Test
    void requestsOfAnOldWorkerAreClosedOnDemand() {
        try (TestFleet fleet = new TestFleet(1, 1, 1)) {
            CompletableFuture<List<Integer>> slow = slowRequestThenReload(fleet, 60_000);
            Router router = withMaster(fleet);
            assertThat(router.drain(Side.MESOS, true).open()).isEqualTo(1);
            await().until(() -> router.drain(Side.MESOS, true).done());
            assertThat(slow.join()).doesNotContain(200);
        }
    }

    @Test
    void anUnreachableMasterIsAProblemAndNotAnEmptyWorker() {
        try (TestFleet fleet = new TestFleet(1, 1, 1)) {
            fleet.place();
            fleet.router().apply(fleet.desired("100"));
            HaproxySpec wrong = fleet.spec().withMasters(List.of(fleet.haproxy().unix()));
            DrainOutcome outcome = Router.of(wrong, Secrets.NONE).drain(Side.MESOS, false);
            assertThat(outcome.done()).isFalse();
            assertThat(outcome.instances().get(0).problem())
                    .isEqualTo("its master: is a worker's socket; the master's is needed, that of haproxy's option -S");
        }
    }

    @Test
    void theMasterSocketIsRefusedAsAnInstance() {
        try (TestFleet fleet = new TestFleet(1, 0, 1)) {
            HaproxySpec wrong = TestFleet.spec(List.of(fleet.haproxy().masterSocket()));
            // It listens a moment after its worker does.
            await().untilAsserted(() -> assertThat(reason(wrong)).startsWith("is the master's socket"));
        }
    }

    private static CompletableFuture<List<Integer>> slowRequestThenReload(TestFleet fleet, int millis) {
        fleet.place();
        fleet.mesos.forEach(m -> m.delay(millis));
        CompletableFuture<List<Integer>> slow = CompletableFuture.supplyAsync(() -> fleet.get(1));
        await().until(() -> fleet.router().read().reachable().get(0).sessions(Side.MESOS) == 1);
        fleet.haproxy().reload(true);
        fleet.mesos.forEach(m -> m.delay(0));
        fleet.awaitHealthy(1);
        await().until(() -> fleet.router().apply(fleet.desired("100")).confirmed());
        return slow;
    }

    private static String reason(HaproxySpec spec) {
        return Router.of(spec, Secrets.NONE).read().unreachable().get(0).reason();
    }

    private static Router withMaster(TestFleet fleet) {
        HaproxySpec spec = fleet.spec().withMasters(List.of(fleet.haproxy().masterSocket()));
        return Router.of(spec, Secrets.NONE, Duration.ofSeconds(2));
    }
}
