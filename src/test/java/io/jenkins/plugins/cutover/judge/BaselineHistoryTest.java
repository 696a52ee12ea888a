package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BaselineHistoryTest {
    @Test
    void theBoundsAreClopperAndPearsons() {
        BaselineHistory one = BaselineHistory.NONE.plus(new Counts(9204, 9));
        assertThat(one.upper(.001)).isCloseTo(0.0024598617579182033, within(1e-12));
        assertThat(one.lower(.05)).isCloseTo(0.0005102206422951551, within(1e-12));
    }

    @Test
    void noFailureDoesNotProveARateOfZero() {
        BaselineHistory clean = BaselineHistory.NONE.plus(new Counts(9204, 0));
        assertThat(clean.upper(.001)).isCloseTo(1 - Math.pow(.001, 1 / 9204.0), within(1e-12));
        assertThat(clean.lower(.05)).isZero();
        assertThat(BaselineHistory.NONE.upper(.001)).isEqualTo(1);
    }

    @Test
    void wobbleBetweenBlocksWidensTheBound() {
        BaselineHistory steady = BaselineHistory.NONE;
        BaselineHistory wobbling = BaselineHistory.NONE;
        for (int i = 0; i < 20; i++) {
            steady = steady.plus(new Counts(1000, 10));
            wobbling = wobbling.plus(new Counts(1000, i % 2 == 0 ? 20 : 0));
        }
        assertThat(steady.dispersion()).isEqualTo(1);
        // chi-square: 20 blocks, each (20 - 10)^2 / (1000 * .01 * .99), over 19 degrees
        assertThat(wobbling.dispersion()).isCloseTo(20 * 100 / 9.9 / 19, within(1e-9));
        assertThat(wobbling.upper(.001)).isGreaterThan(1.5 * steady.upper(.001));
    }

    @Test
    void emptyBlocksDoNotCount() {
        assertThat(BaselineHistory.NONE.plus(Counts.NONE)).isEqualTo(BaselineHistory.NONE);
    }
}
