package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Worked values were computed with 40 digits by other means; the mean of each factor is enumerated. */
class BetsTest {
    private static final double Q0 = Bets.part(1.25, 20, 180);
    private static final double Q = Bets.part(10, 20, 180);
    private static final double EPSILON = 1e-12;

    @Test
    void theFactorsAreThoseOfTheFormulas() {
        assertThat(Q0).isCloseTo(0.12195121951219512, within(EPSILON));
        assertThat(Q).isCloseTo(0.52631578947368421, within(EPSILON));
        assertThat(Math.exp(Bets.logLikelihoodRatio(3, 2, Q, Q0))).isCloseTo(23.3949048483118, within(1e-11));
        assertThat(Bets.vote(3, 2, Q, Q0)).isCloseTo(2.8052631578947368, within(EPSILON));
        assertThat(Bets.cap(3, 2, Q, Q0, 20)).isEqualTo(Bets.vote(3, 2, Q, Q0));
        assertThat(Bets.cap(30, 10, Q, Q0, 20)).isCloseTo(6.5852991644021407, within(EPSILON));
    }

    @Test
    void theBetaBinomialTakesFractionsOfVotes() {
        assertThat(betaBinomial(2.6, 3.5, .05)).isCloseTo(15.399748923133366, within(1e-10));
        assertThat(betaBinomial(4, 4, .05)).isCloseTo(97.265861276624015, within(1e-9));
        assertThat(betaBinomial(0, 0, .05)).isEqualTo(1);
    }

    @Test
    void theBetaBinomialIsPolyasUrn() {
        double theta = 19;
        double urn = 1;
        for (int i = 0; i < 4; i++) {
            urn *= (Q * theta + i) / (Q0 * theta + i);
        }
        assertThat(betaBinomial(4, 4, .05)).isCloseTo(urn, within(1e-9));
    }

    @Test
    void pollWithoutFailuresIsNoEvidence() {
        assertThat(Bets.vote(0, 0, Q, Q0)).isEqualTo(1);
        assertThat(Bets.cap(0, 0, Q, Q0, 20)).isEqualTo(1);
        assertThat(Bets.rateVote(0, 0, .5, .01)).isEqualTo(1);
    }

    /** Who made the failures need not be identically distributed: each has its own chance, the mean is at most q0. */
    @Property(tries = 200)
    void independentFailuresCannotBeExpectedToWin(
            @ForAll @IntRange(min = 1, max = 6) int failures,
            @ForAll @DoubleRange(min = 0, max = 1) double unevenness,
            @ForAll @DoubleRange(min = 1.01, max = 300) double multiple) {
        double q = Bets.part(1.25 * multiple, 20, 180);
        double[] chances = IntStream.range(0, failures)
                .mapToDouble(i -> i % 2 == 0 ? Q0 * (1 - unevenness) : Q0 * (1 + unevenness))
                .toArray();
        double mean = DoubleStream.of(chances).average().orElseThrow();
        DoubleBinaryOperator plain = (c, b) -> Math.exp(Bets.logLikelihoodRatio(c, b, q, Math.max(Q0, mean)));
        assertThat(expected(chances, plain)).isLessThanOrEqualTo(1 + EPSILON);
        assertThat(expected(chances, (c, b) -> Bets.vote(c, b, q, Math.max(Q0, mean))))
                .isLessThanOrEqualTo(1 + EPSILON);
        assertThat(expected(chances, (c, b) -> Bets.cap(c, b, q, Math.max(Q0, mean), 3)))
                .isLessThanOrEqualTo(1 + EPSILON);
    }

    /** The worst burst is all one side's. */
    @Property(tries = 200)
    void aBurstCannotBeExpectedToWin(
            @ForAll @IntRange(min = 1, max = 400) int size,
            @ForAll @DoubleRange(min = 1.01, max = 300) double multiple) {
        double q = Bets.part(1.25 * multiple, 20, 180);
        assertThat(Q0 * Bets.vote(size, 0, q, Q0) + (1 - Q0) * Bets.vote(0, size, q, Q0))
                .isCloseTo(1, within(EPSILON));
        assertThat(Q0 * Bets.cap(size, 0, q, Q0, size) + (1 - Q0) * Bets.cap(0, size, q, Q0, size))
                .isLessThanOrEqualTo(1 + EPSILON);
    }

    @Test
    void burstDeceivesTheIndependentTest() {
        double won = Q0 * Math.exp(Bets.logLikelihoodRatio(10, 0, Q, Q0));
        assertThat(won).as("why LR is not bet on").isGreaterThan(1000);
    }

    @Test
    void oddsRatioBelowTheMarginOnlyLoses() {
        for (double psi : List.of(.2, .7, 1.0, 1.24)) {
            double chance = Bets.part(psi, 20, 180);
            double mean = chance * Bets.vote(1, 0, Q, Q0) + (1 - chance) * Bets.vote(0, 1, Q, Q0);
            assertThat(mean).as("odds ratio " + psi).isLessThan(1);
        }
    }

    @Test
    void aFailedFractionBoundsAnyBurstOfALoneSide() {
        // All or nothing: 1 % of the polls fail whole.
        double mean = .01 * Bets.rateVote(50, 50, .5, .01) + .99 * Bets.rateVote(0, 50, .5, .01);
        assertThat(mean).isCloseTo(1, within(EPSILON));
        assertThat(.01 * Bets.rateLikelihoodRatio(50, 50, .5, .01)).isGreaterThan(1e80);
    }

    @Test
    void theRateTestIsALikelihoodRatio() {
        double mean = IntStream.rangeClosed(0, 12)
                .mapToDouble(x -> binomial(12, x, .03) * Bets.rateLikelihoodRatio(x, 12, .2, .03))
                .sum();
        assertThat(mean).isCloseTo(1, within(EPSILON));
    }

    private static double betaBinomial(double canary, double all, double rho) {
        double theta = (1 - rho) / rho;
        return Math.exp(Bets.logBetaBinomial(canary, all, Q, theta) - Bets.logBetaBinomial(canary, all, Q0, theta));
    }

    /** Mean of a factor over all ways in which failures of these chances fall on the two sides. */
    private static double expected(double[] chances, DoubleBinaryOperator factor) {
        double mean = 0;
        for (int set = 0; set < 1 << chances.length; set++) {
            double chance = 1;
            for (int i = 0; i < chances.length; i++) {
                chance *= (set >> i & 1) == 1 ? chances[i] : 1 - chances[i];
            }
            int canary = Integer.bitCount(set);
            mean += chance * factor.applyAsDouble(canary, chances.length - canary);
        }
        return mean;
    }

    static double binomial(int n, int k, double p) {
        double term = 1;
        for (int i = 0; i < k; i++) {
            term *= (double) (n - i) / (i + 1);
        }
        return term * Math.pow(p, k) * Math.pow(1 - p, n - k);
    }
}
