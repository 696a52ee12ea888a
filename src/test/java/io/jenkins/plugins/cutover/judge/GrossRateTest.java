package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GrossRateTest {
    private static final List<Double> ONE = List.of(1.0, 1.0);
    private final GrossRate bets = new GrossRate(1.25, 20);

    @Test
    void halfOfAHeavySideFailingIsFoundWithinASecond() {
        assertThat(settled(ONE, Pair.of(1000, 500, 1000, 0)).get(0)).isGreaterThan(1e6);
    }

    @Test
    void halfOfALightSideFailingTakesSomeSeconds() {
        List<Double> wealth = ONE;
        for (int i = 0; i < 4; i++) {
            wealth = settled(wealth, Pair.of(15, 8, 285, 0));
        }
        assertThat(wealth.get(0)).isGreaterThan(1000);
    }

    @Test
    void twoBurstsInARowAreNotEnough() {
        List<Double> once = settled(List.of(.01, .01), Pair.of(20, 20, 180, 0));
        assertThat(settled(once, Pair.of(20, 20, 180, 0))).allMatch(w -> w <= 100);
    }

    @Test
    void oneServerOfFourGoingDownOnlyLoses() {
        assertThat(settled(ONE, Pair.of(2000, 500, 2000, 0))).allMatch(w -> w < 1);
    }

    @Test
    void anIncidentOnBothSidesOnlyLoses() {
        assertThat(settled(ONE, Pair.of(150, 75, 150, 75))).allMatch(w -> w < 1);
    }

    @Test
    void aQuietHourDoesNotBlindIt() {
        List<Double> wealth = ONE;
        for (int i = 0; i < 3600; i++) {
            wealth = settled(wealth, Pair.of(20, 0, 180, 0));
        }
        assertThat(wealth).allMatch(w -> w >= .0099);
    }

    @Test
    void nothingToCompareWithIsNoEvidence() {
        assertThat(settled(ONE, Pair.of(150, 150, 0, 0))).isEqualTo(ONE);
    }

    @Property(tries = 100)
    void aQuarterFailingCannotBeExpectedToWin(
            @ForAll @IntRange(min = 1, max = 80) int requests, @ForAll @DoubleRange(min = 0, max = .25) double rate) {
        double[] mean = new double[2];
        for (int x = 0; x <= requests; x++) {
            List<Double> after = settled(ONE, Pair.of(requests, x, 1000, 0));
            for (int i = 0; i < 2; i++) {
                mean[i] += BetsTest.binomial(requests, x, rate) * after.get(i);
            }
        }
        // The floor adds no more than itself.
        assertThat(mean[0]).isLessThanOrEqualTo(1.01 + 1e-9);
        assertThat(mean[1]).isLessThanOrEqualTo(1.01 + 1e-9);
    }

    private List<Double> settled(List<Double> wealth, Pair traffic) {
        return bets.settled(wealth, new OpenSecond(1, traffic, 0));
    }
}
