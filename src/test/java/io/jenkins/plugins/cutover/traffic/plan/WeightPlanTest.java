package io.jenkins.plugins.cutover.traffic.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.cutover.model.Share;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightPlanTest {
    @Test
    void shareZeroRestoresTheMesosWeights() {
        WeightPlan plan = WeightPlan.solve(Share.NONE, Map.of("mesos1", 3, "mesos2", 200), List.of("eks1"));
        assertThat(plan.mesos()).isEqualTo(Map.of("mesos1", 3, "mesos2", 200));
        assertThat(plan.eks()).isEqualTo(Map.of("eks1", 0));
    }

    @Test
    void shareOneHundredUsesTheLargestWeights() {
        WeightPlan plan = WeightPlan.solve(Share.ALL, mesos(3), eks(2));
        assertThat(plan.mesos().values()).containsOnly(0);
        assertThat(plan.eks().values()).containsOnly(256);
    }

    @ParameterizedTest
    @CsvSource({"10,2,1", "10,2,5", "10,2,33", "10,2,50", "4,3,0.1", "4,3,12.5", "10,2,99", "2,10,1", "2,10,99.9"})
    void commonSharesAreExactWithinTwoHundredthsOfAPoint(int mesos, int eks, String percent) {
        WeightPlan plan = WeightPlan.solve(Share.ofPercent(percent), mesos(mesos), eks(eks));
        assertThat(plan.errorPoints()).isLessThan(0.021);
        assertThat(plan.achieved()).isEqualTo(shareOf(plan), within(1e-12));
    }

    @Test
    void unequalMesosWeightsKeepTheirProportions() {
        WeightPlan plan = WeightPlan.solve(Share.ofPercent(5), Map.of("a", 10, "b", 20, "c", 30), eks(2));
        assertThat(plan.mesos().get("b") / (double) plan.mesos().get("a")).isEqualTo(2, within(0.02));
        assertThat(plan.mesos().get("c") / (double) plan.mesos().get("a")).isEqualTo(3, within(0.02));
        assertThat(plan.errorPoints()).isLessThan(0.04);
    }

    @Test
    void aServerWithWeightZeroKeepsIt() {
        assertThat(WeightPlan.solve(Share.ofPercent(50), Map.of("a", 0, "b", 20), eks(1))
                        .mesos())
                .containsEntry("a", 0);
    }

    @Test
    void oneServerOnEachSideCannotGiveATenthOfAPercentAndThePlanHasTheError() {
        WeightPlan plan = WeightPlan.solve(Share.ofPercent("0.1"), mesos(1), eks(1));
        assertThat(plan.errorPoints()).isEqualTo(100.0 / 257 - 0.1, within(1e-9));
    }

    @Test
    void aSideWithoutServersIsRefused() {
        assertThatThrownBy(() -> WeightPlan.solve(Share.ofPercent(1), mesos(1), List.of()))
                .hasMessage("no EKS server is up");
        assertThatThrownBy(() -> WeightPlan.solve(Share.ofPercent(1), Map.of("a", 0), eks(1)))
                .hasMessage("no Mesos server with a weight is up");
    }

    @Property(tries = 400)
    void withinTheRangeOfEqualWeightsTheErrorIsAtMostFiveHundredthsOfAPoint(
            @ForAll @IntRange(min = 1, max = 30) int n,
            @ForAll @IntRange(min = 1, max = 30) int m,
            @ForAll @IntRange(min = 1, max = 9999) int basisPoints) {
        double lowest = m / (256.0 * n + m);
        double highest = 256.0 * m / (n + 256.0 * m);
        Share share = new Share(basisPoints);
        Assume.that(share.fraction() >= lowest && share.fraction() <= highest);
        assertThat(WeightPlan.solve(share, mesos(n), eks(m)).errorPoints()).isLessThanOrEqualTo(0.05);
    }

    @Property(tries = 400)
    void withTwoServersOrMoreOnASideEveryShareFromATenthOfAPercentIsWithinATenthOfAPoint(
            @ForAll @IntRange(min = 2, max = 40) int n,
            @ForAll @IntRange(min = 2, max = 40) int m,
            @ForAll @IntRange(min = 10, max = 9990) int basisPoints) {
        WeightPlan plan = WeightPlan.solve(new Share(basisPoints), mesos(n), eks(m));
        assertThat(plan.errorPoints()).isLessThanOrEqualTo(0.1);
    }

    @Property(tries = 300)
    void weightsAreInRangeAndNoSideIsEmptyBetweenTheEnds(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 256) Integer> base,
            @ForAll @IntRange(min = 1, max = 12) int m,
            @ForAll @IntRange(min = 1, max = 9999) int basisPoints) {
        Assume.that(Collections.max(base) > 0);
        Map<String, Integer> mesos = new LinkedHashMap<>();
        base.forEach(w -> mesos.put("mesos" + mesos.size(), w));
        WeightPlan plan = WeightPlan.solve(new Share(basisPoints), mesos, eks(m));
        assertThat(plan.mesos().values()).allMatch(w -> w >= 0 && w <= 256).anyMatch(w -> w > 0);
        assertThat(plan.eks().values()).allMatch(w -> w >= 0 && w <= 256).anyMatch(w -> w > 0);
        assertThat(plan.achieved()).isEqualTo(shareOf(plan), within(1e-12));
    }

    @Property(tries = 100)
    void noPlanOfEqualWeightsIsMuchCloser(
            @ForAll @IntRange(min = 1, max = 12) int n,
            @ForAll @IntRange(min = 1, max = 12) int m,
            @ForAll @IntRange(min = 1, max = 9999) int basisPoints) {
        Share share = new Share(basisPoints);
        double best = IntStream.rangeClosed(1, 256)
                .boxed()
                .flatMap(o -> IntStream.rangeClosed(1, 256).mapToObj(e -> (double) m * e / (m * e + n * o)))
                .mapToDouble(s -> Math.abs(s - share.fraction()) * 100)
                .min()
                .orElseThrow();
        assertThat(WeightPlan.solve(share, mesos(n), eks(m)).errorPoints()).isLessThanOrEqualTo(best + 0.006);
    }

    private static double shareOf(WeightPlan plan) {
        double eks = plan.eks().values().stream().mapToInt(w -> w).sum();
        return eks / (eks + plan.mesos().values().stream().mapToInt(w -> w).sum());
    }

    private static Map<String, Integer> mesos(int servers) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        IntStream.rangeClosed(1, servers).forEach(i -> weights.put("mesos" + i, 100));
        return weights;
    }

    private static List<String> eks(int servers) {
        return IntStream.rangeClosed(1, servers).mapToObj(i -> "eks" + i).toList();
    }
}
