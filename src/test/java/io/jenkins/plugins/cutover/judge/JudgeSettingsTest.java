package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeSettingsTest {
    @Test
    void aBadValueIsNamedWithItsRange() {
        assertThatThrownBy(() -> JudgeSettings.defaults().with(Map.of("alpha", 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alpha is 2: must be from 0.000001 to 0.5");
    }

    @Test
    void errorForAnUnknownNameListsTheValidOnes() {
        assertThatThrownBy(() -> JudgeSettings.defaults().with(Map.of("apha", 1)))
                .hasMessageStartingWith("unknown judge setting 'apha': must be one of alpha, beta, psi0, ");
    }

    @Test
    void theMarginsMustNotCross() {
        assertThatThrownBy(() -> JudgeSettings.defaults().with(Map.of("psi0", 3, "psi1", 2)))
                .hasMessage("psi1 is 2: must be above psi0, which is 3");
        assertThat(JudgeSettings.defaults().with(Parameter.PSI0, 3).psi1()).isCloseTo(4.8, within(1e-12));
        assertThat(JudgeSettings.defaults().psi1()).isEqualTo(2);
    }

    @Test
    void acceptableRateFollowsFromMinRequests() {
        JudgeSettings defaults = JudgeSettings.defaults();
        assertThat(defaults.acceptable()).as("298 requests without a failure").isCloseTo(.01, within(1e-5));
        assertThat(defaults.with(Parameter.SLO, .02).acceptable()).isEqualTo(.005);
        assertThat(defaults.with(Parameter.SLO, .001).acceptable()).isEqualTo(.001);
        assertThat(defaults.with(Parameter.ACCEPTABLE, .03).acceptable()).isEqualTo(.03);
    }

    @Test
    void recordKeepsTheChangedSettings() {
        JudgeSettings own = JudgeSettings.defaults().with(Parameter.PSI0, 1.5).with(Parameter.BLOCK, 2);
        assertThat(own.changed()).isEqualTo(Map.of("psi0", 1.5, "block", 2.0));
        assertThat(JudgeSettings.defaults().with(own.changed())).isEqualTo(own);
    }

    @ParameterizedTest
    @EnumSource(Parameter.class)
    void everyDefaultIsInItsOwnRange(Parameter parameter) {
        double standard = parameter.standard();
        assertThat(Double.isNaN(standard) || parameter.valid(standard) == standard)
                .isTrue();
        assertThatThrownBy(() -> parameter.valid(Double.NaN)).hasMessageContaining(parameter.text() + " is NaN");
        assertThat(Parameter.named(parameter.text())).isEqualTo(parameter);
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThatThrownBy(() -> new Counts(3, 4))
                .hasMessage("counts 4 errors of 3 requests: must be 0 <= errors <= requests");
        assertThatThrownBy(() -> Poll.of(Double.NaN, Pair.NONE)).hasMessageContaining("poll time NaN");
    }
}
