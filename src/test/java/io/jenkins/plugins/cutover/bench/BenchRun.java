package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.judge.Poll;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rules against many streams of a scenario; all rules see the same streams. */
final class BenchRun {
    private BenchRun() {}

    /**
     * @param rolledBack of {@code runs}
     * @param harmed harmed EKS requests from the fault's onset to the verdict (or the rule's end), all runs together
     * @param seconds from onset to verdict, over the runs that rolled back
     */
    record Score(int runs, int rolledBack, long harmed, double seconds) {
        static final Score NONE = new Score(0, 0, 0, 0);

        Score plus(Score other) {
            return new Score(
                    runs + other.runs, rolledBack + other.rolledBack, harmed + other.harmed, seconds + other.seconds);
        }

        double rolledBackFraction() {
            return (double) rolledBack / runs;
        }

        double meanHarmed() {
            return (double) harmed / runs;
        }

        double meanSeconds() {
            return rolledBack == 0 ? Double.NaN : seconds / rolledBack;
        }
    }

    static List<Score> of(List<Rule> rules, Scenario scenario, Traffic.Load load, int runs, long seed) {
        return IntStream.range(0, runs)
                .parallel()
                .mapToObj(run ->
                        stream(rules, scenario, load, mix(seed, scenario.name().hashCode(), run)))
                .reduce(rules.stream().map(r -> Score.NONE).toList(), (a, b) -> IntStream.range(0, a.size())
                        .mapToObj(i -> a.get(i).plus(b.get(i)))
                        .toList());
    }

    private static long mix(long seed, int scenario, int run) {
        return (seed * 1_000_003 + scenario) * 1_000_003 + run;
    }

    private static List<Score> stream(List<Rule> rules, Scenario scenario, Traffic.Load load, long seed) {
        Traffic traffic = new Traffic(scenario, load, seed);
        List<Contender> contenders = rules.stream()
                .map(r -> new Contender(r, scenario.load(load), Traffic.halves(scenario, load, ~seed)))
                .toList();
        while (contenders.stream().anyMatch(c -> c.running)) {
            Poll poll = traffic.next();
            contenders.forEach(c -> c.take(poll, traffic.harmed(), scenario.onset()));
        }
        List<Score> scores = new ArrayList<>();
        contenders.forEach(c -> scores.add(c.score));
        return scores;
    }

    private static final class Contender {
        private final Rule rule;
        private final Rule.Run run;
        private boolean running = true;
        private long harmed;
        private Score score = Score.NONE;

        Contender(Rule rule, Traffic.Load load, Traffic mesos) {
            this.rule = rule;
            this.run = rule.start(load, mesos::next);
        }

        void take(Poll poll, long harmedNow, double onset) {
            if (!running) {
                return;
            }
            harmed += poll.seconds() > onset ? harmedNow : 0;
            boolean back = run.rollsBack(poll);
            running = !back && poll.seconds() < rule.duration() - 1e-9;
            if (!running) {
                boolean early = back && poll.seconds() <= onset;
                score = new Score(1, back && !early ? 1 : 0, harmed, back ? poll.seconds() - onset : 0);
            }
        }
    }
}
