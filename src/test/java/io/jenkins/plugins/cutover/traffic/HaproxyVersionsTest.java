package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess.Setup;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A cutover and a rollback on the machine's HAProxy, and on every other one named in the environment variable
 * CUTOVER_HAPROXY_BINARIES (paths separated by colons; {@code dev/haproxies} fetches some).
 */
class HaproxyVersionsTest {
    static Stream<String> binaries() {
        String others = System.getenv().getOrDefault("CUTOVER_HAPROXY_BINARIES", "");
        return Stream.concat(Stream.of("haproxy"), Stream.of(others.split(":")).filter(b -> !b.isBlank()));
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void aServiceMovesToEksAndBack(String binary) {
        try (TestFleet fleet = new TestFleet(3, 2, 2, Setup.example().withBinary(binary))) {
            Router router = fleet.router();
            System.out.println(binary + ": " + router.read().reachable().get(0).version());
            assertThat(router.preflight(List.of(Share.ofPercent(5), Share.ALL), 2))
                    .noneMatch(Finding::blocks);
            fleet.place();
            moveToEks(fleet, router);
            moveBack(fleet, router);
        }
    }

    private static void moveToEks(TestFleet fleet, Router router) {
        List<RingCursor> cursors = router.latencies(List.of()).cursors();
        CounterSnapshot before = router.read().counters();
        assertThat(router.apply(fleet.desired("50")).problems()).isEmpty();
        assertThat(fleet.get(100)).containsOnly(200);
        assertThat(fleet.eksRequests()).isBetween(48, 52);
        assertThat(router.read().counters().since(before).eks().requests()).isEqualTo(fleet.eksRequests());
        assertThat(router.latencies(cursors).firstBytes(Side.EKS)).hasSize(fleet.eksRequests());
        fleet.haproxy().reload(false);
        assertThat(router.read().drift(fleet.desired("50")))
                .containsOnlyKeys(fleet.haproxy().unix());
        await().until(() -> router.apply(fleet.desired("50")).confirmed());
        fleet.awaitHealthy(2);
        assertThat(router.apply(fleet.desired("100")).problems()).isEmpty();
        await().until(() -> router.drain(Side.MESOS, false).done());
        assertThat(fleet.get(20)).containsOnly(200);
    }

    private static void moveBack(TestFleet fleet, Router router) {
        await().until(() -> router.apply(fleet.desired("0")).confirmed());
        int eks = fleet.eksRequests();
        assertThat(fleet.get(50)).containsOnly(200);
        assertThat(fleet.eksRequests()).isEqualTo(eks);
        assertThat(router.read().mesosWeights())
                .containsOnlyKeys("mesos1", "mesos2", "mesos3")
                .containsValue(100);
    }
}
