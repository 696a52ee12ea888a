package io.jenkins.plugins.cutover.evidence;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The vertical axis of a panel: from 0 to a round number.
 *
 * @param step between two grid lines
 * @param steps how many of them
 */
record ValueScale(double step, int steps, double height) {

    /** Two to four grid lines above zero, of 1, 2 or 5 times a power of ten. */
    static ValueScale upTo(double max, double height) {
        double wanted = max > 0 ? max : 1;
        double power = Math.pow(10, Math.floor(Math.log10(wanted)) - 1);
        for (int factor : new int[] {2, 5, 10, 20, 50}) {
            int steps = (int) Math.ceil(wanted / (factor * power) - 1e-9);
            if (steps <= 4) {
                return new ValueScale(factor * power, steps, height);
            }
        }
        return new ValueScale(wanted, 1, height);
    }

    double max() {
        return step * steps;
    }

    /** Pixels from the top; what is off the scale is at its edge. */
    double y(double value) {
        return height * (1 - Math.min(1, Math.max(0, value / max())));
    }

    List<Double> gridLines() {
        return IntStream.rangeClosed(0, steps).mapToObj(i -> i * step).toList();
    }
}
