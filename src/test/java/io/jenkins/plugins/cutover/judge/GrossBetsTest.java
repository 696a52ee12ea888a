package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GrossBetsTest {
    private static final List<Double> ONE = List.of(1.0, 1.0);
    private final GrossBets bets = new GrossBets(2, 20, GrossBets.ONE_POD_OF_FOUR);

    @Test
    void halfOfAHeavySideFailingIsFoundWithinASecond() {
        assertThat(settled(1, Pair.of(150, 75, 150, 0)).get(1)).isGreaterThan(1e5);
    }

    /** 35 counted singly: (q/q0)^35 with q0 = 2/3 and q = 600/601. */
    @Test
    void failuresAboveTwoBurstsCountEach() {
        double expected = Math.pow(600.0 / 601 / (2.0 / 3), 35);
        assertThat(settled(1, Pair.of(150, 75, 150, 0)).get(1)).isCloseTo(expected, within(expected * 1e-9));
    }

    @Test
    void twoBurstsInOneSecondAreForgiven() {
        assertThat(settled(1, Pair.of(150, 40, 150, 0))).isEqualTo(ONE);
        assertThat(settled(1, Pair.of(150, 41, 150, 0)).get(1)).isGreaterThan(1);
    }

    @Test
    void onePodOfFourGoingDownIsForgiven() {
        assertThat(settled(1, Pair.of(2000, 500, 2000, 0))).isEqualTo(ONE);
    }

    @Test
    void latePollMayHaveABurstForEachSecond() {
        assertThat(settled(3, Pair.of(450, 120, 450, 0))).isEqualTo(ONE);
    }

    @Test
    void anIncidentOnBothSidesOnlyLoses() {
        assertThat(settled(1, Pair.of(150, 75, 150, 75))).allMatch(w -> w < 1);
    }

    @Test
    void nothingToCompareWithIsNoEvidence() {
        assertThat(settled(1, Pair.of(150, 150, 0, 0))).isEqualTo(ONE);
    }

    /** E[F] at the odds that are still no harm, with two bursts thrown in: worst where the excess is never far off. */
    @Property(tries = 12)
    void noiseAndTwoBurstsCannotBeExpectedToWin(
            @ForAll @DoubleRange(min = .05, max = .3) double failing,
            @ForAll @IntRange(min = 60, max = 200) int requests) {
        SplittableRandom random = new SplittableRandom(requests);
        double odds = 2 * failing / (1 - failing);
        double[] mean = new double[2];
        int runs = 2000;
        for (int run = 0; run < runs; run++) {
            int canary = Math.min(requests, 40 + Replay.failures(random, requests - 40, odds / (1 + odds)));
            int baseline = Replay.failures(random, requests, failing);
            List<Double> wealth = settled(1, Pair.of(requests, canary, requests, baseline));
            for (int i = 0; i < mean.length; i++) {
                mean[i] += wealth.get(i) / runs;
            }
        }
        assertThat(mean[0]).isLessThan(1.05);
        assertThat(mean[1]).isLessThan(1.05);
    }

    @Test
    void fourQuarterSecondsAreOneSecond() {
        Comparison test = Comparison.ofErrors(JudgeSettings.defaults());
        Comparison.State once = test.observe(begun(test), Pair.of(150, 90, 150, 2), 1);
        Comparison.State often = begun(test);
        for (Pair quarter : List.of(
                Pair.of(30, 20, 40, 0), Pair.of(40, 30, 40, 2), Pair.of(40, 15, 30, 0), Pair.of(40, 25, 40, 0))) {
            often = test.observe(often, quarter, .25);
        }
        assertThat(often.gross()).isEqualTo(once.gross());
        assertThat(often.open()).as("the block's votes too").isEqualTo(once.open());
    }

    private static Comparison.State begun(Comparison test) {
        return test.nextBlock(test.start(BaselineHistory.NONE), .5);
    }

    private List<Double> settled(double length, Pair traffic) {
        return bets.settled(ONE, new OpenSecond(length, traffic, 0));
    }
}
