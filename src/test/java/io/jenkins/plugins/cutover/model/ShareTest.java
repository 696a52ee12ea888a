package io.jenkins.plugins.cutover.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {
    @ParameterizedTest
    @CsvSource({"5,500", "12.5,1250", "0.1,10", "100,10000", "0,0", "5%,500", "5.0,500", "100.00,10000", "0.01,1"})
    void readsPercentagesAsPeopleWriteThem(String text, int basisPoints) {
        assertThat(Share.ofPercent(text).basisPoints()).isEqualTo(basisPoints);
    }

    @ParameterizedTest
    @ValueSource(strings = {"101", "100.01", "ten", "-1", "", "5,5", "1e1", "0.001", "%", "NaN", "5 %5"})
    void refusesWhatIsNoPercentageNamingTheValue(String text) {
        assertThatThrownBy(() -> Share.ofPercent(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("percent: \"" + text + "\" is not a number from 0 to 100 with at most two decimals");
    }

    @Test
    void takesNumbersAsAPipelinePassesThem() {
        assertThat(Share.ofPercent(25)).isEqualTo(new Share(2500));
        assertThat(Share.ofPercent(12.5)).isEqualTo(new Share(1250));
    }

    @Property
    void isTheSameAfterBeingWrittenAndRead(@ForAll @IntRange(max = 10_000) int basisPoints)
            throws JsonProcessingException {
        Share share = new Share(basisPoints);
        String json = Json.mapper().writeValueAsString(share);
        assertThat(Json.mapper().readValue(json, Share.class)).isEqualTo(share);
        assertThat(Share.ofPercent(share.toString())).isEqualTo(share);
        assertThat(Share.ofFraction(share.fraction())).isEqualTo(share);
    }
}
