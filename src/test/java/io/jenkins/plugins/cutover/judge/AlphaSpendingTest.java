package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AlphaSpendingTest {
    @Property(tries = 100)
    void nothingCanStakeMoreThanTheCapital(
            @ForAll @Size(min = 1, max = 400) List<Boolean> newPhases,
            @ForAll @DoubleRange(min = .1, max = 1000) double horizon) {
        AlphaSpending spending = AlphaSpending.NONE;
        for (boolean newPhase : newPhases) {
            double stake = spending.next(newPhase, horizon);
            assertThat(stake).isNotNegative();
            spending = spending.afterBlock(newPhase, stake);
        }
        assertThat(spending.spent()).isLessThanOrEqualTo(1 + 1e-9);
    }

    @Test
    void theFirstBlockGetsTwoFifths() {
        assertThat(AlphaSpending.NONE.next(true, 360)).isEqualTo(.4);
    }

    @Test
    void aNewPhaseGetsFarMoreThanABlock() {
        AlphaSpending later = AlphaSpending.NONE.afterBlock(true, .5);
        assertThat(later.next(true, 360)).isGreaterThan(100 * later.next(false, 360));
    }

    @Test
    void blocksOfAHorizonGetThreeQuartersOfTheirCapital() {
        AlphaSpending spending = AlphaSpending.NONE.afterBlock(true, .5);
        for (int i = 0; i < 360; i++) {
            spending = spending.afterBlock(false, spending.next(false, 360));
        }
        assertThat(spending.spent()).isCloseTo(.5 + .75 * .2, within(1e-9));
        assertThat(spending.next(false, 360))
                .as("it continues after the horizon")
                .isPositive();
    }
}
