package io.jenkins.plugins.cutover.traffic.plan;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Whole weights in given proportions. Plain loops: a search calls them a thousand times for each instance of a fleet. */
final class WeightRounding {
    private WeightRounding() {}

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
        int[] parts = new int[servers];
        for (int i = 0; i < servers; i++) {
            parts[i] = total / servers + (i < total % servers ? 1 : 0);
        }
        return parts;
    }

    /** How far weights are from equal. */
    static double unevenness(int[] weights) {
        double mean = (double) sum(weights) / weights.length;
        double off = 0;
        for (int weight : weights) {
            off += Math.abs(weight / mean - 1);
        }
        return off / weights.length;
    }

    /** How far weights are from proportions: the mean of {@code |part / fair part - 1|}; 0 when they are in proportion. */
    static double unevenness(int[] weights, int[] proportions) {
        double sum = sum(weights);
        double all = sum(proportions);
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

    static int sum(int[] weights) {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** 0 when there are none. */
    static int largest(int[] weights) {
        int largest = 0;
        for (int weight : weights) {
            largest = Math.max(largest, weight);
        }
        return largest;
    }
}
