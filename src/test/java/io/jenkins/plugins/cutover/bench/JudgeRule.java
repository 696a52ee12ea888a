package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.judge.BaselineHistory;
import io.jenkins.plugins.cutover.judge.Judge;
import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.JudgeState;
import io.jenkins.plugins.cutover.judge.Parameter;
import io.jenkins.plugins.cutover.judge.Poll;

/** This judge: read at every poll, for an hour. */
record JudgeRule(String name, JudgeSettings settings) implements Rule {
    @Override
    public double duration() {
        return 3600;
    }

    @Override
    public Run start(Traffic.Load load) {
        return start(load, BaselineHistory.NONE);
    }

    /** @param mesosBefore what was seen of Mesos alone */
    Run start(Traffic.Load load, BaselineHistory mesosBefore) {
        int share = (int) Math.round(load.share() * 10_000);
        Judge judge = new Judge(settings);
        return new Run() {
            private JudgeState state = judge.start(0, share, 1, mesosBefore);

            @Override
            public boolean rollsBack(Poll poll) {
                state = judge.observe(state, poll);
                return judge.harm(state) >= 1 / settings.get(Parameter.ALPHA);
            }
        };
    }
}
