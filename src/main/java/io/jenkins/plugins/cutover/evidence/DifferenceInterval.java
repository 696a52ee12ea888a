package io.jenkins.plugins.cutover.evidence;

/**
 * The 95 % confidence interval of a difference of two proportions: Newcombe's hybrid score interval without continuity
 * correction (Newcombe 1998, Statistics in Medicine 17:873, method 10), from the Wilson interval of each proportion. It
 * holds its level with small counts and with none, where the usual interval has no width.
 *
 * @param low -1 to 1
 * @param high not below {@code low}
 */
record DifferenceInterval(double low, double high) {
    private static final double Z = 1.959964;

    /**
     * Of {@code first / firstOf - second / secondOf}.
     *
     * @param firstOf at least 1, as {@code secondOf}
     */
    static DifferenceInterval of(long first, long firstOf, long second, long secondOf) {
        double p = (double) first / firstOf;
        double q = (double) second / secondOf;
        double down = Math.hypot(p - wilson(first, firstOf, -1), wilson(second, secondOf, 1) - q);
        double up = Math.hypot(wilson(first, firstOf, 1) - p, q - wilson(second, secondOf, -1));
        return new DifferenceInterval(p - q - down, p - q + up);
    }

    /** One end of the Wilson score interval (Wilson 1927). */
    private static double wilson(long k, long n, int sign) {
        double p = (double) k / n;
        double z2 = Z * Z / n;
        double half = Z * Math.sqrt(p * (1 - p) / n + z2 / (4.0 * n));
        return Math.min(1, Math.max(0, (p + z2 / 2 + sign * half) / (1 + z2)));
    }
}
