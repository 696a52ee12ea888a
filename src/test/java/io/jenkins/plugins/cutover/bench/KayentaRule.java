package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Pair;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Kayenta's judge on the error rates of 60 one-minute points: Mann and Whitney's interval (98 %) of the shift between
 * canary and control; HIGH when its lower end is above .25 of the Hodges-Lehmann estimate. One verdict, at the end. The
 * roots are found more exactly than by the original, whose tolerance of 1e-4 is a tenth of the error rates here.
 */
final class KayentaRule implements Rule {
    static final double Z_98 = 2.3263478740408408;
    private static final double TOLERANCE = .25;

    @Override
    public String name() {
        return "Kayenta 60 x 1m";
    }

    @Override
    public double duration() {
        return 3600;
    }

    @Override
    public Run start(Traffic.Load load) {
        return new Peers.Windowed(
                        name(), 60, duration(), (windows, seconds) -> seconds >= duration() - 1e-9 && high(windows))
                .start(load);
    }

    private static boolean high(List<Pair> windows) {
        double[] canary = rates(windows, Pair::canary);
        double[] control = rates(windows, Pair::baseline);
        if (Arrays.equals(sorted(canary), sorted(control))) {
            return false;
        }
        double lower = shift(canary, control, Z_98);
        double estimate = shift(canary, control, 0);
        return lower > TOLERANCE * Math.abs(estimate);
    }

    private static double[] rates(List<Pair> windows, java.util.function.Function<Pair, Counts> side) {
        ToDoubleFunction<Pair> rate = w -> side.apply(w).fraction();
        return windows.stream().mapToDouble(rate).toArray();
    }

    private static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    /** The shift at which the standardised rank sum falls to {@code z}; it never rises with the shift. */
    static double shift(double[] x, double[] y, double z) {
        double low =
                Arrays.stream(x).min().orElseThrow() - Arrays.stream(y).max().orElseThrow();
        double high =
                Arrays.stream(x).max().orElseThrow() - Arrays.stream(y).min().orElseThrow();
        if (standardised(x, y, low) <= z) {
            return low;
        }
        for (int i = 0; i < 50; i++) {
            double middle = (low + high) / 2;
            if (standardised(x, y, middle) > z) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double shift = (low + high) / 2;
        // A jump at no shift at all, as mostly empty minutes have it, must not look like a tiny one.
        return Math.abs(shift) < 1e-12 ? 0 : shift;
    }

    /** Rank sum of x - mu among both, with mid-ranks, tie correction and continuity correction. */
    private static double standardised(double[] x, double[] y, double mu) {
        double[] shifted = Arrays.stream(x).map(v -> v - mu).toArray();
        double n = x.length;
        double m = y.length;
        double above = 0;
        double[] control = sorted(y);
        for (double v : shifted) {
            above += below(control, v) + .5 * (notAbove(control, v) - below(control, v));
        }
        double d = above - n * m / 2;
        double sigma = Math.sqrt(n * m / 12 * (n + m + 1 - ties(shifted, y) / ((n + m) * (n + m - 1))));
        return sigma == 0 ? 0 : (d - .5 * Math.signum(d)) / sigma;
    }

    private static int below(double[] sorted, double v) {
        int i = 0;
        while (i < sorted.length && sorted[i] < v) {
            i++;
        }
        return i;
    }

    private static int notAbove(double[] sorted, double v) {
        int i = 0;
        while (i < sorted.length && sorted[i] <= v) {
            i++;
        }
        return i;
    }

    private static double ties(double[] x, double[] y) {
        double[] all = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, all, x.length, y.length);
        Arrays.sort(all);
        double sum = 0;
        int same = 1;
        for (int i = 1; i <= all.length; i++) {
            if (i < all.length && all[i] == all[i - 1]) {
                same++;
            } else {
                sum += Math.pow(same, 3) - same;
                same = 1;
            }
        }
        return sum;
    }
}
