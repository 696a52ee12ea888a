package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * The peers' rules, as their sources define them.
 *
 * <p>Flagger (scheduler.go): every interval the canary's success rate of the last minute is compared with an absolute
 * limit, 99 % in its documentation; a tick first rolls back if earlier ticks counted {@code threshold} failed checks
 * (default 1, interval 60 s; the documented example 5). It is let run for 15 minutes.
 *
 * <p>Argo Rollouts (analysis.go): a measurement every interval fails under 95 % success (its documentation's
 * condition); the run fails when failed > failureLimit (default 0). The first measurement is taken after one interval,
 * as with initialDelay; taken at once it would have nothing to look at.
 */
public final class Peers {
    private Peers() {}

    public static List<Rule> all() {
        return List.of(
                flagger("Flagger defaults", 1),
                flagger("Flagger docs example", 5),
                argo("Argo 60s x 5", 60, 300, 0),
                argo("Argo 5m, limit 3", 300, 3600, 3),
                new KayentaRule(),
                zTest());
    }

    private static Rule flagger(String name, int threshold) {
        return new Windowed(name, 60, 900, (windows, ignored) -> {
            long failedBefore = windows.subList(0, windows.size() - 1).stream()
                    .filter(w -> failing(w.canary(), .99))
                    .count();
            return failedBefore >= threshold;
        });
    }

    private static Rule argo(String name, double interval, double duration, int failureLimit) {
        return new Windowed(
                name,
                interval,
                duration,
                (windows, ignored) ->
                        windows.stream().filter(w -> failing(w.canary(), .95)).count() > failureLimit);
    }

    private static boolean failing(Counts window, double successRate) {
        return window.requests() > 0 && 1 - window.fraction() < successRate;
    }

    /** The test many would write: pooled two-proportion z, one-sided 1 %, once after ten minutes. */
    private static Rule zTest() {
        return new Windowed("z-test at 10 min", 600, 600, (windows, ignored) -> {
            Pair all = windows.get(0);
            double n = all.canary().requests();
            double m = all.baseline().requests();
            double p = (all.canary().errors() + all.baseline().errors()) / (n + m);
            double z = (all.canary().fraction() - all.baseline().fraction()) / Math.sqrt(p * (1 - p) * (1 / n + 1 / m));
            return z > 2.326;
        });
    }

    /** A rule that looks at the windows' counts at the end of each window. */
    record Windowed(String name, double window, double duration, BiPredicate<List<Pair>, Double> test) implements Rule {
        @Override
        public boolean comparesSides() {
            return !name.startsWith("Flagger") && !name.startsWith("Argo");
        }

        @Override
        public Run start(Traffic.Load load) {
            List<Pair> windows = new ArrayList<>();
            Pair[] open = {Pair.NONE};
            return poll -> {
                open[0] = open[0].plus(poll.traffic());
                if (poll.seconds() < (windows.size() + 1) * window - 1e-9) {
                    return false;
                }
                windows.add(open[0]);
                open[0] = Pair.NONE;
                return test.test(windows, poll.seconds());
            };
        }
    }
}
