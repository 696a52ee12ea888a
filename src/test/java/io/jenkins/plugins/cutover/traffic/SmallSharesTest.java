package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess.Setup;
import io.jenkins.plugins.cutover.simulation.world.RoundRobin;
import io.jenkins.plugins.cutover.traffic.plan.WeightPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How long small shares take to reach EKS, and how its turns are spread. */
class SmallSharesTest {
    private static final int MESOS = 4;
    private static final int WEIGHT = 100;

    static Stream<String> binaries() {
        return HaproxyVersionsTest.binaries();
    }

    /**
     * Equal weights served 4 EKS servers in one clump: 0 of the first 380 requests reached EKS, then 4 of 8. On every
     * version the requests that reach EKS are those that the model of round robin says.
     */
    @ParameterizedTest
    @MethodSource("binaries")
    void onePercentReachesFourPodsAtTheRequestsThatTheModelOfRoundRobinSays(String binary) {
        try (TestFleet fleet = new TestFleet(MESOS, 4, 1, Setup.example().withBinary(binary))) {
            fleet.place();
            RoundRobin model = started(4);
            assertThat(fleet.get(50)).containsOnly(200);
            IntStream.range(0, 50).forEach(i -> model.next());
            assertThat(fleet.router().apply(fleet.desired("1")).problems()).isEmpty();
            apply(model, Share.ofPercent(1), 4);
            List<Integer> expected = turns(model, 450);
            List<Integer> turns = new ArrayList<>();
            for (int i = 0; i < 450; i++) {
                int before = fleet.eksRequests();
                fleet.get(1);
                if (fleet.eksRequests() > before) {
                    turns.add(i);
                }
            }
            System.out.println(binary + ": EKS's turns at 1 %, 4 pods: " + turns);
            assertThat(turns).hasSameSizeAs(expected);
            IntStream.range(0, turns.size())
                    .forEach(i -> assertThat(turns.get(i)).isBetween(expected.get(i) - 3, expected.get(i) + 3));
            assertThat(turns.get(0)).isLessThan(150);
        }
    }

    /**
     * The largest gap is 40 requests or 1.5 / share, whichever is more, a fifth more where weights are rounded, and up to
     * 2.9 / share where two of HAProxy's windows meet.
     */
    @ParameterizedTest
    @CsvSource({"0.5,300,575", "1,150,250", "2,75,150", "5,40,75", "10,40,60"})
    void theTurnsOfEksAreSpreadForOneToEightPods(String percent, int gap, int rarely) {
        Share share = Share.ofPercent(percent);
        for (int pods = 1; pods <= 8; pods++) {
            for (int before : new int[] {0, 500, 3000, 6000}) {
                RoundRobin model = started(pods);
                IntStream.range(0, before).forEach(i -> model.next());
                apply(model, share, pods);
                List<Integer> turns = turns(model, 40 * gap);
                List<Integer> gaps = IntStream.range(1, turns.size())
                        .mapToObj(i -> turns.get(i) - turns.get(i - 1))
                        .sorted()
                        .toList();
                String what = percent + " % of " + pods + " pods after " + before + " requests: " + turns;
                assertThat(turns.get(0)).as(what).isLessThanOrEqualTo(gap * 6 / 5);
                assertThat(gaps.get(gaps.size() * 9 / 10)).as(what).isLessThanOrEqualTo(gap * 6 / 5);
                assertThat(gaps.get(gaps.size() - 1)).as(what).isLessThanOrEqualTo(rarely);
            }
        }
    }

    private static RoundRobin started(int pods) {
        RoundRobin model = new RoundRobin();
        IntStream.rangeClosed(1, MESOS).forEach(i -> model.weight("mesos" + i, WEIGHT));
        IntStream.rangeClosed(1, pods).forEach(i -> model.weight("eks" + i, 0));
        return model;
    }

    /** As the router does: raises first. */
    private static void apply(RoundRobin model, Share share, int pods) {
        Map<String, Integer> mesos = new TreeMap<>();
        IntStream.rangeClosed(1, MESOS).forEach(i -> mesos.put("mesos" + i, WEIGHT));
        List<String> eks =
                IntStream.rangeClosed(1, pods).mapToObj(i -> "eks" + i).toList();
        WeightPlan plan = WeightPlan.solve(share, mesos, eks);
        plan.mesos().forEach((s, w) -> set(model, s, w, w > WEIGHT));
        plan.eks().forEach((s, w) -> set(model, s, w, w > 0));
        plan.mesos().forEach((s, w) -> set(model, s, w, w < WEIGHT));
    }

    private static void set(RoundRobin model, String server, int weight, boolean changes) {
        if (changes) {
            model.weight(server, weight);
        }
    }

    private static List<Integer> turns(RoundRobin model, int requests) {
        return IntStream.range(0, requests)
                .filter(i -> model.next().startsWith("eks"))
                .boxed()
                .toList();
    }
}
