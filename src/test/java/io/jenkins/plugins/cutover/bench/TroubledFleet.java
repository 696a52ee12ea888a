package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.Router;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One shift of thirty instances of which one is frozen, one refuses and one is gone: what is reported for each, and when. */
final class TroubledFleet {
    private static final int COUNT = 30;
    private static final int FROZEN = 7;
    private static final int DENIED = 13;
    private static final int GONE = 21;

    private TroubledFleet() {}

    static Map<String, Object> measure() {
        try (ManyHaproxies haproxies = new ManyHaproxies(COUNT, DENIED)) {
            Router router = Router.of(haproxies.spec(COUNT), Secrets.NONE);
            Map<String, Integer> weights = router.read().mesosWeights();
            haproxies.freeze(FROZEN);
            haproxies.kill(GONE);
            Map<String, Object> numbers = new LinkedHashMap<>();
            FleetOutcome first = shift(router, weights, 33, numbers, "firstRoundMillis");
            FleetOutcome second = shift(router, weights, 5, numbers, "nextRoundMillis");
            numbers.put("confirmed", first.confirmations().size());
            numbers.put("confirmedNext", second.confirmations().size());
            numbers.put(
                    "slowestConfirmedMillis",
                    second.confirmations().stream()
                            .mapToDouble(c -> Math.round(c.took().toNanos() / 1e4) / 1e2)
                            .max()
                            .orElse(0));
            numbers.put("problems", second.problems());
            return numbers;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static FleetOutcome shift(
            Router router, Map<String, Integer> weights, int percent, Map<String, Object> numbers, String name) {
        long start = System.nanoTime();
        FleetOutcome outcome = router.apply(new DesiredTraffic(Share.ofPercent(percent), List.of(), weights));
        numbers.put(name, (System.nanoTime() - start) / 1_000_000);
        return outcome;
    }
}
