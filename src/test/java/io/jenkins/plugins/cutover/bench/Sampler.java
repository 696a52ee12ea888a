package io.jenkins.plugins.cutover.bench;

import java.util.SplittableRandom;

/** Random numbers of the bench: seeded, and quick for the small counts it is about. */
final class Sampler {
    private final SplittableRandom random;

    Sampler(long seed) {
        this.random = new SplittableRandom(seed);
    }

    double uniform() {
        return random.nextDouble();
    }

    double gaussian() {
        return random.nextGaussian();
    }

    /** From {@code low} to {@code high}, both possible. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** By inversion; sums of Poisson numbers are Poisson, so large means are cut up. */
    int poisson(double mean) {
        int sum = 0;
        double left = mean;
        for (; left > 30; left -= 30) {
            sum += smallPoisson(30);
        }
        return sum + smallPoisson(left);
    }

    private int smallPoisson(double mean) {
        double u = random.nextDouble();
        double p = Math.exp(-mean);
        int k = 0;
        for (double sum = p; u > sum && p > 1e-300; sum += p) {
            k++;
            p *= mean / k;
        }
        return k;
    }

    /** By inversion, cut up so that no chunk expects more than 20. */
    int binomial(int n, double p) {
        if (p <= 0 || n == 0) {
            return 0;
        }
        if (p > .5) {
            return n - binomial(n, 1 - p);
        }
        int chunk = (int) Math.max(1, 20 / p);
        int sum = 0;
        int left = n;
        for (; left > chunk; left -= chunk) {
            sum += smallBinomial(chunk, p);
        }
        return sum + smallBinomial(left, p);
    }

    private int smallBinomial(int n, double p) {
        double u = random.nextDouble();
        double odds = p / (1 - p);
        double term = Math.exp(n * Math.log1p(-p));
        int k = 0;
        for (double sum = term; u > sum && k < n; sum += term) {
            term *= odds * (n - k) / (k + 1);
            k++;
        }
        return k;
    }
}
