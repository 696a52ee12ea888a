package io.jenkins.plugins.cutover.traffic.plan;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Integer weights in given proportions. Plain loops, since a search calls them a thousand times for each instance. */
final class WeightRounding {
    private WeightRounding() {}

    /**
     * Distributes a total in proportion (largest remainder method).
     *
     * @param total 0 or more
     * @param proportions 0 or more each, not all 0
     */
    static int[] proportional(int total, int[] proportions) {
        double sum = IntStream.of(proportions).sum();
        int[] parts = new int[proportions.length];
        double[] remainders = new double[proportions.length];
        int distributed = 0;
        for (int i = 0; i < parts.length; i++) {
            double quota = total * (proportions[i] / sum);
            parts[i] = (int) Math.floor(quota);
            remainders[i] = quota - parts[i];
            distributed += parts[i];
        }
        List<Integer> byRemainder = IntStream.range(0, parts.length)
                .filter(i -> proportions[i] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -remainders[i]))
                .toList();
        for (int i = 0; i < total - distributed; i++) {
            parts[byRemainder.get(i % byRemainder.size())]++;
        }
        return parts;
    }

    /** The mean of {@code |part / exact part - 1|} over the non-zero proportions: 0 when the weights are in proportion. */
    static double deviation(int[] weights, int[] proportions) {
        double sum = sum(weights);
        double all = sum(proportions);
        double deviation = 0;
        int counted = 0;
        for (int i = 0; i < weights.length; i++) {
            if (proportions[i] > 0) {
                deviation += Math.abs(weights[i] / sum / (proportions[i] / all) - 1);
                counted++;
            }
        }
        return deviation / counted;
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
