package io.jenkins.plugins.cutover.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "5s,PT5S", "2m,PT2M", "1h30m,PT1H30M", "1m500ms,PT1M0.5S", "0s,PT0S"})
    void readsDurations(String text, Duration expected) {
        assertThat(Durations.parse("bake", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 s", "s", "-5s", "30m1h", "1.5s", "five seconds", "999999999s"})
    void refusesAnInvalidDurationAndNamesTheArgument(String text) {
        assertThatThrownBy(() -> Durations.parse("bake", text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("bake: \"" + text + "\" is not a duration such as 250ms, 5s, 2m or 1h30m");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.25S,250ms",
        "PT59.999S,59s999ms",
        "PT1M,1m",
        "PT1M0.5S,1m",
        "PT2M5.312S,2m5s",
        "PT23H55M0.001S,23h55m",
        "PT-1S,0s"
    })
    void showsMillisecondsBelowOneMinuteOnly(Duration duration, String text) {
        assertThat(Durations.text(duration)).isEqualTo(text);
    }

    @Property
    void readsTheExactTextAsTheSameDuration(@ForAll @LongRange(min = 0, max = 359_999_999) long millis) {
        Duration duration = Duration.ofMillis(millis);
        assertThat(Durations.parse("bake", Durations.exact(duration))).isEqualTo(duration);
    }
}
