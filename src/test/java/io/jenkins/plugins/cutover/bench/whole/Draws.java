package io.jenkins.plugins.cutover.bench.whole;

import java.util.SplittableRandom;

/** Random counts, quickly: for large means by the normal distribution with the same mean and variance. */
final class Draws {
    private static final double LARGE = 30;

    private final SplittableRandom random;

    Draws(long seed) {
        this.random = new SplittableRandom(seed);
    }

    double gaussian() {
        return random.nextGaussian();
    }

    double uniform() {
        return random.nextDouble();
    }

    long poisson(double mean) {
        if (mean > LARGE) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        long count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    long binomial(long n, double p) {
        if (p <= 0 || n == 0) {
            return 0;
        }
        if (p >= 1) {
            return n;
        }
        if (n * Math.min(p, 1 - p) > LARGE) {
            return Math.max(0, Math.min(n, Math.round(n * p + Math.sqrt(n * p * (1 - p)) * random.nextGaussian())));
        }
        if (p > .5) {
            return n - binomial(n, 1 - p);
        }
        // The gaps between hits are geometric.
        long hits = 0;
        double log = Math.log1p(-p);
        for (double at = Math.floor(Math.log(uniform()) / log);
                at < n;
                at += 1 + Math.floor(Math.log(uniform()) / log)) {
            hits++;
        }
        return hits;
    }
}
