package io.jenkins.plugins.cutover.judge;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** The capitals bet on the alternatives, one each, equally weighted. */
final class Wealth {
    /** Evidence beyond this says nothing more, and products stay finite. */
    private static final double LIMIT = 1e60;

    private Wealth() {}

    static List<Double> none(int alternatives) {
        return Collections.nCopies(alternatives, 0.0);
    }

    /** Puts {@code stake} on every alternative. */
    static List<Double> stake(List<Double> wealth, double stake) {
        return map(wealth, i -> wealth.get(i) + stake);
    }

    static List<Double> times(List<Double> wealth, IntToDoubleFunction factor) {
        return map(wealth, i -> Math.min(LIMIT, wealth.get(i) * factor.applyAsDouble(i)));
    }

    /** The same capital on another number of alternatives: what a change of settings between phases needs. */
    static List<Double> fitted(List<Double> wealth, int alternatives) {
        return wealth.size() == alternatives ? wealth : Collections.nCopies(alternatives, mean(wealth));
    }

    /** No more than {@code times} what it was. */
    static List<Double> atMost(List<Double> wealth, List<Double> before, double times) {
        return map(wealth, i -> Math.min(wealth.get(i), times * (i < before.size() ? before.get(i) : 0)));
    }

    static double mean(List<Double> wealth) {
        if (wealth.isEmpty()) {
            return 0;
        }
        double sum = 0;
        for (double part : wealth) {
            sum += part;
        }
        return sum / wealth.size();
    }

    private static List<Double> map(List<Double> wealth, IntToDoubleFunction value) {
        Double[] next = new Double[wealth.size()];
        for (int i = 0; i < next.length; i++) {
            next[i] = value.applyAsDouble(i);
        }
        return Collections.unmodifiableList(Arrays.asList(next));
    }
}
