package io.jenkins.plugins.cutover.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceIntervalTest {
    /** Newcombe 1998, table II, method 10. */
    @ParameterizedTest
    @CsvSource({
        "56, 70, 48, 80, 0.0524, 0.3339",
        "9, 10, 3, 10, 0.1705, 0.8090",
        "5, 56, 0, 29, -0.0381, 0.1926",
        "0, 10, 0, 20, -0.1611, 0.2775",
        "10, 10, 0, 20, 0.6791, 1.0000"
    })
    void intervalsAreThoseOfThePaper(long k1, long n1, long k2, long n2, double low, double high) {
        DifferenceInterval interval = DifferenceInterval.of(k1, n1, k2, n2);
        assertThat(interval.low()).isCloseTo(low, within(0.0001));
        assertThat(interval.high()).isCloseTo(high, within(0.0001));
    }

    @Test
    void nineteenOfTwentyIntervalsContainTheTruth() {
        SplittableRandom random = new SplittableRandom(7);
        int inside = 0;
        for (int run = 0; run < 4_000; run++) {
            DifferenceInterval i = DifferenceInterval.of(count(random, 60, 0.1), 60, count(random, 400, 0.04), 400);
            inside += i.low() <= 0.06 && 0.06 <= i.high() ? 1 : 0;
        }
        assertThat(inside / 4_000.0).isBetween(0.94, 0.97);
    }

    private static long count(SplittableRandom random, int n, double rate) {
        long count = 0;
        for (int i = 0; i < n; i++) {
            count += random.nextDouble() < rate ? 1 : 0;
        }
        return count;
    }
}
