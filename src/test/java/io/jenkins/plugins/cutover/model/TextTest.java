package io.jenkins.plugins.cutover.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void everyRunOfWhiteSpaceBecomesOneSpace() {
        assertThat(Text.oneLine("  first\r\n\tsecond  third ", 100)).isEqualTo("first second third");
    }

    @Test
    void theFirstLineHasNoWhiteSpaceAtItsEnds() {
        assertThat(Text.firstLine("\n  first \nsecond", 100)).isEqualTo("first");
        assertThat(Text.firstLine("\n", 100)).isEmpty();
    }

    @Test
    void aLongerTextIsCutAndEndsInDots() {
        assertThat(Text.oneLine("12345", 5)).isEqualTo("12345");
        assertThat(Text.oneLine("123456", 5)).isEqualTo("12345...");
        assertThat(Text.firstLine("123456", 5)).isEqualTo("12345...");
    }

    @Test
    void aMissingTextIsNull() {
        assertThat(Text.oneLine(null, 100)).isEqualTo("null");
    }
}
