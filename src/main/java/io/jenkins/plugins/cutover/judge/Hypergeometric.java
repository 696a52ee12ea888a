package io.jenkins.plugins.cutover.judge;

import org.apache.commons.numbers.gamma.LogGamma;

/** Fisher's noncentral hypergeometric law: how a poll's failures fall on the two sides at a given odds ratio. */
final class Hypergeometric {
    private static final double NEGLIGIBLE = 1e-17;

    private final double nc;
    private final double nb;
    private final double x;

    /** {@code x} failures among {@code nc} canary and {@code nb} baseline requests. */
    Hypergeometric(long nc, long nb, long x) {
        this.nc = nc;
        this.nb = nb;
        this.x = x;
    }

    /** ln of P(xc of x are the canary's | odds ratio r) / P(same | odds ratio psi). */
    double logRatio(long xc, double r, double psi) {
        return xc * Math.log(r / psi) + logSum(psi) - logSum(r);
    }

    /** ln sum_k C(nc, k) C(nb, x - k) psi^k, summed outwards from the largest term so that nothing overflows. */
    double logSum(double psi) {
        double low = Math.max(0, x - nb);
        double high = Math.min(x, nc);
        double mode = Math.max(low, Math.min(high, Math.rint(peak(psi))));
        double sum = 1;
        double term = 1;
        for (double k = mode; k < high && term > NEGLIGIBLE * sum; k++) {
            term *= psi * (nc - k) * (x - k) / ((k + 1) * (nb - x + k + 1));
            sum += term;
        }
        term = 1;
        for (double k = mode; k > low && term > NEGLIGIBLE * sum; k--) {
            term *= k * (nb - x + k) / (psi * (nc - k + 1) * (x - k + 1));
            sum += term;
        }
        return Math.log(sum) + mode * Math.log(psi) + logChoose(nc, mode) + logChoose(nb, x - mode);
    }

    /** Where two neighbouring terms are equal: the root of (psi-1)k^2 - bk + psi nc x, in its stable form. */
    private double peak(double psi) {
        double b = psi * (nc + x) + nb - x;
        double c = psi * nc * x;
        return 2 * c / (b + Math.sqrt(Math.max(0, b * b - 4 * (psi - 1) * c)));
    }

    private static double logChoose(double n, double k) {
        return LogGamma.value(n + 1) - LogGamma.value(k + 1) - LogGamma.value(n - k + 1);
    }
}
