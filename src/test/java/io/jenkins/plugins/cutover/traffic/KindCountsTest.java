package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.Side;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KindCountsTest {
    private static Answer answer(Side side, String route, HarmKind kind) {
        return new Answer(side, route, 200, kind, 3, 5, 100, "");
    }

    @Test
    void theRingsAnswersAreCountedForEachSideAndRoute() {
        RingReading ring = new RingReading(
                List.of(
                        answer(Side.EKS, "/pay", HarmKind.STALLED),
                        answer(Side.EKS, "/pay", null),
                        answer(Side.EKS, "", HarmKind.NOT_FOUND),
                        answer(Side.MESOS, "/pay", null)),
                List.of(),
                List.of());
        Map<String, KindCounts> routes = KindCounts.byRoute(ring);
        assertThat(routes).containsOnlyKeys("", "/pay");
        assertThat(routes.get("/pay").eks()).isEqualTo(new SideKinds(2, Map.of(HarmKind.STALLED, 1L)));
        assertThat(routes.get("/pay").mesos()).isEqualTo(new SideKinds(1, Map.of()));
        assertThat(routes.get("").mesos()).isEqualTo(SideKinds.NONE);
        assertThat(KindCounts.of(ring).eks())
                .isEqualTo(new SideKinds(3, Map.of(HarmKind.STALLED, 1L, HarmKind.NOT_FOUND, 1L)));
    }

    @Test
    void withoutARingTheCountersShowFailuresClassesOfStatusAndClientsThatGaveUp() {
        Counters eks = new Counters(100, 7, 0, 110, 4, 9, new Statuses(80, 6, 11, 3, 5_000));
        CounterSnapshot.Delta delta = new CounterSnapshot.Delta(
                new Counters(300, 0, 0, 300, 0, 0, new Statuses(300, 0, 0, 0, 1)),
                eks,
                0,
                0,
                5,
                InFlight.NONE,
                List.of());
        KindCounts counts = KindCounts.of(delta);
        assertThat(counts.eks().kinds())
                .isEqualTo(Map.of(
                        HarmKind.FAILED, 7L,
                        HarmKind.GIVEN_UP, 9L,
                        HarmKind.CLIENT_ERROR, 11L,
                        HarmKind.REDIRECTED, 6L));
        assertThat(counts.eks().requests()).isEqualTo(105);
        assertThat(counts.mesos()).isEqualTo(new SideKinds(300, Map.of()));
    }

    @Test
    void noKindHasMoreRequestsThanThereWere() {
        Counters onlyRefused = new Counters(0, 12, 36, 48, 0, 0, Statuses.ZERO);
        SideKinds eks = KindCounts.of(new CounterSnapshot.Delta(Counters.ZERO, onlyRefused, 0, List.of()))
                .eks();
        assertThat(eks).isEqualTo(new SideKinds(12, Map.of(HarmKind.FAILED, 12L)));
    }
}
