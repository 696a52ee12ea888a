package io.jenkins.plugins.cutover.judge;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/** Evidence that something happens in more than half of the points. */
final class SignTest {
    static final int FEWEST_POINTS = 9;

    private SignTest() {}

    /**
     * 2^(n+1) B(k+1, n-k+1) (1 - I_half(k+1, n-k+1)): a uniform mixture over the chances above one half. The sum of the
     * logarithms stays in range when the factors do not: after half a day of points the first is infinite.
     *
     * @param points n
     * @param hits k, the points in which it happened
     */
    static double evidence(int points, int hits) {
        if (points < FEWEST_POINTS) {
            return 1;
        }
        double a = hits + 1.0;
        double b = points - hits + 1.0;
        double tail = Math.log(RegularizedBeta.complement(.5, a, b));
        return Math.exp((points + 1) * Math.log(2) + LogBeta.value(a, b) + tail);
    }
}
