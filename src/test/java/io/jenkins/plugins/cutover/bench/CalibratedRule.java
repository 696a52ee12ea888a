package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.judge.Baseline;
import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Poll;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * This judge after it has looked at Mesos alone.
 *
 * @param beforehand seconds of that
 */
record CalibratedRule(String name, JudgeSettings settings, double beforehand) implements Rule {
    @Override
    public double duration() {
        return 3600;
    }

    /** With nothing seen beforehand, it judges by the defaults, as after a deploy that was too quick. */
    @Override
    public Run start(Traffic.Load load) {
        return new JudgeRule(name, settings).start(load);
    }

    @Override
    public Run start(Traffic.Load load, Supplier<Poll> halves) {
        Baseline mesos = Baseline.NONE;
        for (double seen = 0; seen < beforehand; seen += load.poll()) {
            Pair pair = halves.get().traffic();
            Counts all = pair.canary().plus(pair.baseline());
            mesos = mesos.observe(load.poll(), all, Optional.of(pair), settings);
        }
        return new JudgeRule(name, mesos.noise().applied(settings)).start(load, mesos.figures());
    }
}
