package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HypergeometricTest {
    @Test
    void theRatioIsThatOfTheFormula() {
        assertThat(new Hypergeometric(20, 180, 4).logRatio(0, 1, 2)).isCloseTo(0.37900698432616317, within(1e-11));
        assertThat(new Hypergeometric(200, 1800, 40).logRatio(3, 1.4, 2)).isCloseTo(1.1499318537100059, within(1e-10));
        assertThat(new Hypergeometric(2000, 18000, 2000).logRatio(230, 1, 2))
                .isCloseTo(24.057263525128355, within(1e-8));
    }

    @Test
    void ratioIsExactWhenNearlyEverythingFails() {
        assertThat(new Hypergeometric(20, 180, 150).logRatio(14, .7, 2)).isCloseTo(1.559405147566046, within(1e-10));
        assertThat(new Hypergeometric(20, 180, 200).logRatio(20, .7, 2)).isCloseTo(0, within(1e-10));
    }

    /** The same sum in whole numbers. */
    @Property(tries = 200)
    void theSumIsThatOfWholeNumbers(
            @ForAll @IntRange(min = 1, max = 30) int nc,
            @ForAll @IntRange(min = 1, max = 60) int nb,
            @ForAll @IntRange(min = 0, max = 90) int failures,
            @ForAll @IntRange(min = 1, max = 9) int psi) {
        int x = Math.min(failures, nc + nb);
        BigInteger sum = BigInteger.ZERO;
        for (int k = Math.max(0, x - nb); k <= Math.min(x, nc); k++) {
            sum = sum.add(choose(nc, k)
                    .multiply(choose(nb, x - k))
                    .multiply(BigInteger.valueOf(psi).pow(k)));
        }
        double scale = new BigDecimal(sum).round(MathContext.DECIMAL64).doubleValue();
        assertThat(new Hypergeometric(nc, nb, x).logSum(psi)).isCloseTo(Math.log(scale), within(1e-9));
    }

    /** H0 is an odds ratio of at least psi1: there the factor cannot be expected to win. */
    @Test
    void harmCannotBeExpectedToProveItsAbsence() {
        for (double odds : new double[] {2, 3, 10}) {
            Hypergeometric law = new Hypergeometric(5, 20, 6);
            double mean = 0;
            for (int k = 0; k <= 5; k++) {
                double chance = choose(5, k).multiply(choose(20, 6 - k)).doubleValue()
                        * Math.pow(odds, k)
                        / Math.exp(law.logSum(odds));
                mean += chance * Math.exp(law.logRatio(k, 1, 2));
            }
            assertThat(mean).isLessThanOrEqualTo(1 + 1e-12);
        }
    }

    private static BigInteger choose(int n, int k) {
        BigInteger result = BigInteger.ONE;
        for (int i = 0; i < k; i++) {
            result = result.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        return k > n ? BigInteger.ZERO : result;
    }
}
