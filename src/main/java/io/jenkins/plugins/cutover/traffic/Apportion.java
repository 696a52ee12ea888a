package io.jenkins.plugins.cutover.traffic;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Whole weights in given proportions. */
final class Apportion {
    private Apportion() {}

    /**
     * Shares a total out in proportion (largest remainders, Hamilton's method).
     *
     * @param total 0 or more
     * @param proportions 0 or more each, not all 0
     */
    static int[] total(int total, int[] proportions) {
        double sum = IntStream.of(proportions).sum();
        int[] parts = new int[proportions.length];
        double[] rest = new double[proportions.length];
        int given = 0;
        for (int i = 0; i < parts.length; i++) {
            double quota = total * (proportions[i] / sum);
            parts[i] = (int) Math.floor(quota);
            rest[i] = quota - parts[i];
            given += parts[i];
        }
        List<Integer> byRest = IntStream.range(0, parts.length)
                .filter(i -> proportions[i] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -rest[i]))
                .toList();
        for (int i = 0; i < total - given; i++) {
            parts[byRest.get(i % byRest.size())]++;
        }
        return parts;
    }

    /** Shares a total out evenly; the first ones get what is left over. */
    static int[] evenly(int total, int servers) {
        return IntStream.range(0, servers)
                .map(i -> total / servers + (i < total % servers ? 1 : 0))
                .toArray();
    }

    /** How far weights are from equal. */
    static double unevenness(int[] weights) {
        double mean = IntStream.of(weights).average().orElse(1);
        return IntStream.of(weights)
                .mapToDouble(w -> Math.abs(w / mean - 1))
                .average()
                .orElse(0);
    }

    /** How far weights are from proportions: the mean of {@code |part / fair part - 1|}; 0 when they are in proportion. */
    static double unevenness(int[] weights, int[] proportions) {
        double sum = IntStream.of(weights).sum();
        double all = IntStream.of(proportions).sum();
        double off = 0;
        int counted = 0;
        for (int i = 0; i < weights.length; i++) {
            if (proportions[i] > 0) {
                off += Math.abs(weights[i] / sum / (proportions[i] / all) - 1);
                counted++;
            }
        }
        return off / counted;
    }
}
