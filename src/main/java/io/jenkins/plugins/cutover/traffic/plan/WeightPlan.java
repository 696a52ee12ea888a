package io.jenkins.plugins.cutover.traffic.plan;

import io.jenkins.plugins.cutover.model.Share;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The weights (0 to 256) that give EKS its share: under {@code roundrobin} a server gets the part
 * {@code w / sum of w} of the requests, over the servers that are up.
 *
 * <p>The search is exhaustive: every scale of the Mesos weights with every EKS total near the exact one. With a single EKS
 * server the error is at most 0.05 points (17 on Mesos, 49.95 %), since both totals are at most 512 there. The cost of a
 * plan is its error, plus the deviation of the weights from their proportions, plus a little for small weights: with large
 * ones, a server that another program adds with weight 1 gets little. {@link TurnSpacing} has the proportions of the EKS
 * servers.
 *
 * @param mesos a weight for each Mesos server given
 * @param eks a weight for each EKS server given
 * @param wanted the desired share
 * @param achieved the share that the weights give, as a fraction
 */
public record WeightPlan(Map<String, Integer> mesos, Map<String, Integer> eks, Share wanted, double achieved) {
    static final int LARGEST = 256;
    /** One point of error costs as much as weights that deviate from their proportions by 1,000 %. */
    private static final double ERROR_COST = 10;

    private static final double SMALLNESS_COST = 0.05;

    public WeightPlan {
        mesos = Collections.unmodifiableMap(new TreeMap<>(mesos));
        eks = Collections.unmodifiableMap(new LinkedHashMap<>(eks));
    }

    /**
     * The most requests that one instance serves after a change of the share until one of them reaches EKS.
     *
     * @param share more than 0 %
     * @param servers of EKS, 1 or more
     */
    public static long requestsUntilEks(Share share, int servers) {
        return (long) Math.ceil(2 * TurnSpacing.gap(share, servers));
    }

    /** How far the achieved share is from the desired one, in percentage points. */
    public double errorPoints() {
        return Math.abs(achieved - wanted.fraction()) * 100;
    }

    /**
     * @param share the desired share
     * @param mesos the weight before the cutover, by name, of the Mesos servers that are up
     * @param eks the names of the EKS servers that are up
     * @throws IllegalArgumentException when the share needs a side that has no server with a weight
     */
    public static WeightPlan solve(Share share, Map<String, Integer> mesos, List<String> eks) {
        if (share.equals(Share.NONE)) {
            return new WeightPlan(mesos, all(eks, 0), share, 0);
        }
        if (eks.isEmpty()) {
            throw new IllegalArgumentException("no EKS server is up");
        }
        if (share.equals(Share.ALL)) {
            return new WeightPlan(all(mesos.keySet(), 0), all(eks, LARGEST), share, 1);
        }
        List<String> names = new ArrayList<>(new TreeMap<>(mesos).keySet());
        int[] base = names.stream().mapToInt(mesos::get).toArray();
        if (IntStream.of(base).sum() == 0) {
            throw new IllegalArgumentException("no Mesos server with a weight is up");
        }
        Candidate best = best(share, base, eks.size());
        Map<String, Integer> mesosWeights = new TreeMap<>();
        Map<String, Integer> eksWeights = new LinkedHashMap<>();
        IntStream.range(0, base.length).forEach(i -> mesosWeights.put(names.get(i), best.mesos[i]));
        IntStream.range(0, eks.size()).forEach(i -> eksWeights.put(eks.get(i), best.eks[i]));
        return new WeightPlan(mesosWeights, eksWeights, share, best.share);
    }

    private static Map<String, Integer> all(Iterable<String> names, int weight) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        names.forEach(n -> weights.put(n, weight));
        return weights;
    }

    private record Candidate(int[] mesos, int[] eks, double share, double cost) {}

    private static Candidate best(Share wanted, int[] base, int servers) {
        int[] proportions = TurnSpacing.proportions(wanted, servers);
        Candidate best = null;
        for (int[] mesos : candidates(base)) {
            int mesosTotal = WeightRounding.sum(mesos);
            for (int total : totalsNear(wanted, mesosTotal, servers)) {
                double share = total / (double) (total + mesosTotal);
                double error = Math.abs(share - wanted.fraction()) * 100 * ERROR_COST;
                if (best == null || error < best.cost) {
                    int[] eks = WeightRounding.proportional(total, proportions);
                    double cost = error + shapeCost(wanted, base, mesos, proportions, eks);
                    boolean valid = WeightRounding.largest(eks) <= LARGEST;
                    best = valid && (best == null || cost < best.cost) ? new Candidate(mesos, eks, share, cost) : best;
                }
            }
        }
        return best;
    }

    private static double shapeCost(Share wanted, int[] base, int[] mesos, int[] proportions, int[] eks) {
        int[] larger = wanted.basisPoints() >= 5000 ? eks : mesos;
        double small = 1 - WeightRounding.largest(larger) / (double) LARGEST;
        return WeightRounding.deviation(mesos, base) + TurnSpacing.cost(eks, proportions) + small * SMALLNESS_COST;
    }

    /** The Mesos weights at every scale; then totals so small that some servers get none, for shares near 100 %. */
    private static List<int[]> candidates(int[] base) {
        List<int[]> all = new ArrayList<>();
        int largest = WeightRounding.largest(base);
        for (int scale = 1; scale <= LARGEST; scale++) {
            int[] scaled = new int[base.length];
            for (int i = 0; i < base.length; i++) {
                scaled[i] = base[i] == 0 ? 0 : Math.max(1, Math.round(base[i] * (float) scale / largest));
            }
            all.add(scaled);
        }
        int serving = (int) IntStream.of(base).filter(b -> b > 0).count();
        for (int total = 1; total < serving; total++) {
            all.add(WeightRounding.proportional(total, base));
        }
        return all;
    }

    /** The integers next to the exact total for EKS, and the multiples that give all servers the same weight. */
    private static int[] totalsNear(Share share, int mesosTotal, int servers) {
        double exact = share.fraction() / (1 - share.fraction()) * mesosTotal;
        int most = LARGEST * servers;
        int below = (int) Math.floor(exact);
        int even = (int) (exact / servers) * servers;
        int[] near = {below, below + 1, even, even + servers};
        for (int i = 0; i < near.length; i++) {
            near[i] = Math.max(1, Math.min(most, near[i]));
        }
        return near;
    }
}
