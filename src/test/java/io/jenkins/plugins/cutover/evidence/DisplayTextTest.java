package io.jenkins.plugins.cutover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "999, 999 ms",
        "1180, 1.2 s",
        "59940, 59.9 s",
        "59960, 1 min",
        "125000, 2 min 5 s",
        "3600000, 1 h",
        "5400000, 1 h 30 min"
    })
    void durationsAreShort(long millis, String text) {
        assertThat(DisplayText.duration(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 5%", "0.2498, 24.98%", "1, 100%", "0.1, 10%", "0, 0%", "NaN, -"})
    void percentagesHaveTwoDecimalsAtMost(double fraction, String text) {
        assertThat(DisplayText.percent(fraction)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.05, 0.05", "0.5, 0.5", "1.25, 1.3", "340.4, 340", "12000, '12,000'"})
    void axisNumbersAreShort(double value, String text) {
        assertThat(DisplayText.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"7, 0:07", "751, 12:31", "3723, 1:02:03"})
    void elapsedTimesReadLikeAClock(long seconds, String text) {
        assertThat(DisplayText.elapsed(Duration.ofSeconds(seconds))).isEqualTo(text);
    }
}
