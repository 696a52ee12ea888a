package io.jenkins.plugins.cutover.judge;

import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/** A phase under the judge, second by second, for tests. */
final class Replay {
    static final JudgeSettings ERRORS_ONLY = JudgeSettings.defaults().with(Parameter.LATENCY_WEIGHT, 0);

    private final Judge judge;
    private final double harmful;
    private JudgeState state;
    private int second;

    Replay(JudgeSettings settings, int share, BaselineHistory mesosBefore) {
        this.judge = new Judge(settings);
        this.harmful = 1 / settings.alpha();
        this.state = judge.start(0, share, 2, mesosBefore);
    }

    /** At 10 %, failures only. */
    static Replay ofErrors() {
        return new Replay(ERRORS_ONLY, 1000, BaselineHistory.NONE);
    }

    Replay poll(Pair traffic) {
        return poll(Poll.of(second + 1, traffic));
    }

    private Replay poll(Poll poll) {
        second++;
        state = judge.observe(state, poll);
        return this;
    }

    /** So many seconds, or until harm is found. */
    Replay seconds(int seconds, IntFunction<Pair> traffic) {
        return polls(seconds, s -> Poll.of(s, traffic.apply(s)));
    }

    Replay polls(int seconds, IntFunction<Poll> polls) {
        for (int end = second + seconds; second < end && judge.harm(state) < harmful; ) {
            poll(polls.apply(second + 1));
        }
        return this;
    }

    Replay phase(int share) {
        state = judge.phase(state, second, share, 2);
        return this;
    }

    Judgement found() {
        return judge.judge(state);
    }

    JudgeState state() {
        return state;
    }

    int second() {
        return second;
    }

    /** 200 requests a second, 10 % to EKS, each failing by itself. */
    static IntFunction<Pair> traffic(RandomGenerator random, double canary, double baseline) {
        return s -> Pair.of(20, failures(random, 20, canary), 180, failures(random, 180, baseline));
    }

    static int failures(RandomGenerator random, int requests, double chance) {
        int failures = 0;
        for (int i = 0; i < requests; i++) {
            failures += random.nextDouble() < chance ? 1 : 0;
        }
        return failures;
    }
}
