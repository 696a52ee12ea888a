package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.cutover.judge.Poll.AverageLatency;
import org.junit.jupiter.api.Test;

class AveragesTest {
    private static final AverageLatency SLOWER = new AverageLatency(60, 10);

    @Test
    void theEvidenceIsThatOfTheFormula() {
        assertThat(new Averages(0, 0, 9, 9).evidence()).isCloseTo(102.3, within(1e-9));
        assertThat(new Averages(0, 0, 12, 10).evidence()).isCloseTo(9.4405594405594406, within(1e-10));
        assertThat(new Averages(0, 0, 40, 20).evidence()).isCloseTo(0.19454502775360049, within(1e-12));
    }

    @Test
    void equallyFastSidesCannotBeExpectedToWin() {
        double mean = 0;
        for (int k = 0; k <= 20; k++) {
            mean += BetsTest.binomial(20, k, .5) * new Averages(0, 0, 20, k).evidence();
        }
        assertThat(mean).isCloseTo(1, within(1e-9));
    }

    /** A gate may wait for days: 1034 points were once "1:more than a million" against a healthy side. */
    @Test
    void manyPointsAtWhichEksIsNotSlowerAreNoEvidence() {
        for (int points : new int[] {1000, 1034, 1100, 5_000, 1_000_000}) {
            assertThat(new Averages(0, 0, points, 0).evidence()).isBetween(0.0, .01);
            assertThat(new Averages(0, 0, points, points / 2).evidence()).isBetween(0.0, 1.0);
        }
        assertThat(new Averages(0, 0, 5_000, 2_750).evidence()).isGreaterThan(1e6);
    }

    @Test
    void fewerThanNinePointsAreNoEvidence() {
        assertThat(new Averages(0, 0, 8, 8).evidence()).isEqualTo(1);
    }

    @Test
    void aPointNeedsANewWindowOnBothSides() {
        Averages seen = Averages.NONE.observe(Pair.of(1000, 0, 9000, 0), SLOWER, 1.2);
        assertThat(seen.points()).isZero();
        seen = seen.observe(Pair.of(24, 0, 100, 0), SLOWER, 1.2);
        assertThat(seen).isEqualTo(new Averages(0, 0, 1, 1));
    }

    @Test
    void withinTheMarginIsNotSlower() {
        assertThat(Averages.NONE
                        .observe(Pair.of(2000, 0, 2000, 0), new AverageLatency(31.9, 10), 1.2)
                        .slower())
                .isZero();
    }
}
