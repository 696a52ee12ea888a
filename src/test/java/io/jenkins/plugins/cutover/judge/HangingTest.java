package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** 300 requests a second, a quarter of them to EKS, in flight for 40 ms each. */
class HangingTest {
    private final Replay replay =
            new Replay(JudgeSettings.defaults(), 2500, BaselineHistory.NONE).polls(40, s -> poll(s, 3, 9));

    @Test
    void halfOfTheRequestsThatHangAreHarmWithinEightSeconds() {
        replay.polls(60, s -> poll(s, 3 + 37L * (s - 40), 9));
        assertThat(replay.found().harmful()).isTrue();
        assertThat(replay.second() - 40).isLessThanOrEqualTo(8);
        assertThat(replay.found().sentence()).contains("requests to EKS hang:", "in flight, Mesos 9");
    }

    /** As a guard polls at a gate. */
    @Test
    void requestsThatHangAreFoundByPollsEvery25TenthsOfASecond() {
        Judge judge = new Judge(JudgeSettings.defaults());
        JudgeState state = judge.start(0, 2500, 2, BaselineHistory.NONE);
        double at = 0;
        while (at < 60) {
            at += 2.5;
            long hanging = at < 30 ? 3 : 3 + Math.round(37 * (at - 30));
            state = judge.observe(
                    state, Poll.of(at, Pair.of(187, 0, 563, 0)).withOpen(new OpenRequests(hanging, 9, 187, 563)));
            if (judge.judge(state).harmful()) {
                break;
            }
        }
        assertThat(at).isBetween(30., 45.);
    }

    @Test
    void aPauseOfTwoSecondsIsNoHarm() {
        for (int pause = 0; pause < 20; pause++) {
            replay.polls(2, s -> poll(s, 150, 9)).polls(28, s -> poll(s, 3, 9));
        }
        assertThat(replay.found().harmful()).isFalse();
        assertThat(replay.second()).isEqualTo(640);
    }

    @Test
    void requestsThatHangOnBothSidesAreNoHarmOfEks() {
        replay.polls(60, s -> poll(s, 30L * (s - 40), 90L * (s - 40)));
        assertThat(replay.found().harmful()).isFalse();
    }

    @Test
    void sessionsOfAHigherShareThatEndSlowlyAreNoHarm() {
        IntFunction<Poll> ending = s -> poll(s, 3000 - 2L * s, 9);
        Replay back = new Replay(JudgeSettings.defaults(), 2500, BaselineHistory.NONE).polls(600, ending);
        assertThat(back.found().harmful()).isFalse();
    }

    @Test
    void longSessionsThatBeginOnBothSidesAreNoHarm() {
        replay.polls(600, s -> poll(s, 3 + 2L * (s - 40), 9 + 6L * (s - 40)));
        assertThat(replay.found().harmful()).isFalse();
    }

    private static Poll poll(int second, long canary, long baseline) {
        return Poll.of(second, Pair.of(75, 0, 225, 0)).withOpen(new OpenRequests(canary, baseline, 75, 225));
    }
}
