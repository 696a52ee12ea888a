package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JudgeStateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Judge judge = new Judge(JudgeSettings.defaults()
            .with(Mode.PROVABLE)
            .with(Parameter.SLO, .01)
            .with(Parameter.RETRY_WEIGHT, .2));

    @Test
    void aRestartInMidStreamChangesNothing() throws Exception {
        JudgeState kept = judge.start(0, 1000, 2, BaselineHistory.NONE);
        JudgeState restarted = kept;
        Random random = new Random(7);
        for (int second = 1; second <= 95; second++) {
            Poll poll = poll(random, second);
            kept = judge.observe(kept, poll);
            restarted = judge.observe(reread(restarted), poll);
        }
        assertThat(restarted).isEqualTo(kept);
        assertThat(judge.judge(restarted)).isEqualTo(judge.judge(kept));
        assertThat(kept.metrics().errors().open().votes())
                .as("the test ends inside a block")
                .isPositive();
    }

    @Test
    void theStateStaysUnder8Kb() throws Exception {
        JudgeState state = judge.start(1.7e9, 1000, 2, BaselineHistory.NONE);
        Random random = new Random(8);
        int largest = 0;
        for (int second = 1; second <= 3000; second++) {
            if (second == 2000) {
                state = judge.phase(state, 1.7e9 + second, 10_000, 20);
            }
            state = judge.observe(state, poll(random, 1.7e9 + second + random.nextDouble()));
            largest = Math.max(largest, JSON.writeValueAsBytes(state).length);
        }
        assertThat(largest).isBetween(1000, 8191);
    }

    private static Poll poll(Random random, double seconds) {
        Pair traffic = Pair.of(20, random.nextInt(3) / 2, 180, random.nextInt(4) / 2);
        Pair slow = Pair.of(20, random.nextInt(5), 180, random.nextInt(40));
        return Poll.of(seconds, traffic)
                .withRetries(Pair.of(20, random.nextInt(2), 180, random.nextInt(9)))
                .withLatency(List.of(slow, slow, slow))
                .withAverages(new Poll.AverageLatency(10, 11));
    }

    private static JudgeState reread(JudgeState state) throws Exception {
        return JSON.readValue(JSON.writeValueAsBytes(state), JudgeState.class);
    }
}
