package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteRegexTest {
    @Test
    void alternativesAndClassesAreListed() {
        assertThat(FiniteRegex.expand("rack-[1-3]")).hasValue(List.of("rack-1", "rack-2", "rack-3"));
        assertThat(FiniteRegex.expand("(a|b)\\.lan")).hasValue(List.of("a.lan", "b.lan"));
        assertThat(FiniteRegex.expand("x(?:y)?")).hasValue(List.of("x", "xy"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.c", "a*", "a+", "[^a]", "\\d", "a{2}", "(a", "a)", "[a", "^a$", "[a-z][a-z]", "(?i)a", "a\\"})
    void anInfiniteOrUnsupportedExpressionIsNotListed(String regex) {
        assertThat(FiniteRegex.expand(regex)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a|b|c", "n[0-9]", "(x|y)(1|2)z?", "a\\.b", "us-east-1[ab]", "[a-]", "a||b"})
    void everyListedStringMatches(String regex) {
        assertThat(FiniteRegex.expand(regex).orElseThrow()).isNotEmpty().allMatch(w -> w.matches(regex));
    }
}
