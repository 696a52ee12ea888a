package io.jenkins.plugins.cutover.bench.whole;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What the runs of a row came to.
 *
 * @param runs in the order of their seeds
 * @param peers by name
 */
record RowResult(WholeRow row, List<WholeRun.Result> runs, Map<String, Peer> peers) {

    /**
     * A peer's rule on the same world.
     *
     * @param backPercent of its runs
     * @param harmedMedian of all its runs
     */
    record Peer(double backPercent, double harmedMedian) {
        static Peer of(List<PeerCutover> runs) {
            double back = 100.0 * runs.stream().filter(PeerCutover::back).count() / runs.size();
            return new Peer(
                    back, median(runs.stream().mapToDouble(PeerCutover::harmed).toArray()));
        }
    }

    double backPercent() {
        return 100.0 * runs.stream().filter(WholeRun.Result::back).count() / runs.size();
    }

    double completedPercent() {
        return 100.0 * runs.stream().filter(WholeRun.Result::completed).count() / runs.size();
    }

    double median(ToDoubleFunction<WholeRun.Result> value) {
        return median(runs.stream().mapToDouble(value).toArray());
    }

    /** The middle of the values that are numbers; NaN without any. */
    private static double median(double[] values) {
        double[] known = java.util.Arrays.stream(values)
                .filter(v -> !Double.isNaN(v))
                .sorted()
                .toArray();
        return known.length == 0 ? Double.NaN : known[(known.length - 1) / 2];
    }

    /**
     * Median of the oracle's harmed users, all of a run's where it did not act; NaN where it has nothing to know, or mostly did
     * not act.
     */
    double oracle() {
        long acted = runs.stream().filter(r -> r.oracle() >= 0).count();
        return 2 * acted < runs.size() ? Double.NaN : median(r -> r.oracle() < 0 ? r.harmed() : r.oracle());
    }

    /** Users harmed in proportion to the oracle's. */
    double times() {
        return median(WholeRun.Result::harmed) / Math.max(1, oracle());
    }

    /**
     * The fewest harmed of the peers that find the harm as often as this judge.
     *
     * @param falseRollbacks of each peer in its worst quiet row, in per cent
     * @param most of this judge, in its worst row
     */
    Map.Entry<String, Peer> bestPeer(Map<String, Double> falseRollbacks, double most) {
        return peers.entrySet().stream()
                .filter(p -> p.getValue().backPercent() >= backPercent())
                .filter(p -> falseRollbacks.getOrDefault(p.getKey(), 0.0) <= most)
                .min(Comparator.comparingDouble(p -> p.getValue().harmedMedian()))
                .orElse(null);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", row.name());
        json.put("quiet", row.quiet());
        json.put("falseRollbackPercent", row.quiet() ? backPercent() : null);
        json.put("completedPercent", completedPercent());
        json.put("caughtPercent", row.quiet() ? null : backPercent());
        json.put("harmedMedian", row.quiet() ? null : median(WholeRun.Result::harmed));
        json.put("oracle", Double.isNaN(oracle()) ? null : oracle());
        Map<String, Object> others = new LinkedHashMap<>();
        peers.forEach((name, p) -> others.put(
                name,
                row.quiet()
                        ? Map.of("falseRollbackPercent", p.backPercent())
                        : Map.of("caughtPercent", p.backPercent(), "harmedMedian", p.harmedMedian())));
        json.put("seconds", Double.isNaN(median(WholeRun.Result::seconds)) ? null : median(WholeRun.Result::seconds));
        json.put("peers", others);
        return json;
    }
}
