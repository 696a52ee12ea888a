package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The layout with two backends and a map. */
class MapRouterTest {
    @Test
    void theMapSetsTheShareForAnyNumberOfServers() {
        try (TestFleet fleet = TestFleet.map(1, 3)) {
            fleet.place();
            assertThat(fleet.router().apply(fleet.desired("12.5")).confirmations())
                    .singleElement()
                    .matches(c -> c.achieved().equals(Share.ofPercent("12.5")));
            assertThat(fleet.get(800)).containsOnly(200);
            assertThat(fleet.eksRequests()).isBetween(60, 140);
            assertThat(fleet.router().apply(fleet.desired("12.5")).confirmations())
                    .allMatch(c -> c.changes() == 0);
        }
    }

    @Test
    void testersReachEksByHeaderAtShareZero() {
        try (TestFleet fleet = TestFleet.map(1, 1)) {
            fleet.place();
            fleet.router().apply(fleet.desired("0"));
            fleet.get(20);
            assertThat(fleet.eksRequests()).isZero();
            fleet.get(20, "x-route", "eks");
            assertThat(fleet.eksRequests()).isEqualTo(20);
        }
    }

    @Test
    void usersStayOnTheirSideWhileTheShareRises() {
        try (TestFleet fleet = TestFleet.map(1, 1)) {
            fleet.place();
            fleet.router().apply(fleet.desired("20"));
            List<Integer> at20 = usersOnEks(fleet);
            fleet.router().apply(fleet.desired("60"));
            assertThat(usersOnEks(fleet)).containsAll(at20).hasSizeGreaterThan(at20.size());
            assertThat(at20).isNotEmpty();
        }
    }

    @Test
    void aServiceMovesToEksDrainsAndMovesBack() {
        try (TestFleet fleet = TestFleet.map(2, 1)) {
            fleet.place();
            Router router = fleet.router();
            assertThat(router.drain(Side.MESOS, false).instances().get(0).problem())
                    .isEqualTo("the map still gives EKS 0%");
            assertThat(router.apply(fleet.desired("100")).problems()).isEmpty();
            assertThat(router.drain(Side.MESOS, false).done()).isTrue();
            assertThat(fleet.get(10)).containsOnly(200);
            assertThat(router.apply(fleet.desired("0")).pending()).isTrue();
            assertThat(fleet.get(10)).containsOnly(200);
            await().until(() -> router.apply(fleet.desired("0")).confirmed());
            assertThat(fleet.eksRequests()).isEqualTo(20);
            assertThat(fleet.get(10)).containsOnly(200);
            assertThat(router.read().mesosWeights()).containsValue(100).hasSize(2);
        }
    }

    @Test
    void aReloadResetsTheMapAndIsDrift() {
        try (TestFleet fleet = TestFleet.map(1, 1)) {
            fleet.place();
            fleet.router().apply(fleet.desired("50"));
            fleet.haproxy().reload(true);
            assertThat(fleet.router().read().drift(fleet.desired("50")).values())
                    .containsExactly("EKS has 0%, not 50%");
            assertThat(fleet.router().apply(fleet.desired("50")).confirmed()).isTrue();
        }
    }

    @Test
    void aSideThatIsDownGetsNoTraffic() {
        try (TestFleet fleet = TestFleet.map(1, 1)) {
            fleet.place();
            fleet.router().apply(fleet.desired("50"));
            fleet.eks.get(0).health(500);
            await().until(() -> fleet.router().read().reachable().get(0).servers(Side.EKS).stream()
                    .noneMatch(ServerReading::up));
            assertThat(fleet.get(30)).containsOnly(200);
            assertThat(fleet.router().apply(fleet.desired("75")).refusals()).hasSize(1);
        }
    }

    @Test
    void thePreflightNeedsTheMapAndItsLine() {
        try (TestFleet fleet = TestFleet.map(1, 1)) {
            assertThat(fleet.router().preflight(List.of(Share.ofPercent("0.1")), 1))
                    .noneMatch(Finding::blocks);
            assertThat(blocker(fleet, "/no/such.map", "orders")).contains("has no map /no/such.map");
            String map = fleet.spec().split().map();
            assertThat(blocker(fleet, map, "basket")).contains("has no line \"basket 0\"");
            assertThatThrownBy(() -> blocker(fleet, "/a map", "orders;help"))
                    .hasMessageContaining("haproxy.split.map: \"/a map\"")
                    .hasMessageContaining("haproxy.split.key: \"orders;help\"");
        }
    }

    private static String blocker(TestFleet fleet, String map, String key) {
        HaproxySpec s = fleet.spec();
        HaproxySpec other = new HaproxySpec(
                s.instances(),
                "orders",
                "mesos*",
                "eks*",
                "",
                null,
                false,
                new HaproxySpec.Split("orders-eks", map, key));
        return Router.of(other, Secrets.NONE).preflight(List.of(), 1).get(0).toString();
    }

    private static List<Integer> usersOnEks(TestFleet fleet) {
        return java.util.stream.IntStream.range(0, 40)
                .filter(user -> {
                    int before = fleet.eksRequests();
                    fleet.get(1, "x-user", "user" + user);
                    return fleet.eksRequests() > before;
                })
                .boxed()
                .toList();
    }
}
