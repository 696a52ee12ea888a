package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What a phase must exclude depends on what the next share can bear. */
class LowTrafficTest {
    private final SplittableRandom random = new SplittableRandom(5);

    @Test
    void aServiceWithARequestEveryTwoSecondsPasses() {
        Replay replay = new Replay(next(25), 500, BaselineHistory.NONE).seconds(1500, traffic(.5, .05, 0));
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.NO_HARM_PROVEN);
        assertThat(replay.found().sentence()).contains("failing is excluded (1:20)");
    }

    /** Two failures a minute at 50 % of 2 requests a second are 3.3 %. */
    @Test
    void moreTrafficMustExcludeMore() {
        Replay replay = new Replay(next(50), 2500, BaselineHistory.NONE).seconds(600, traffic(2, .25, 0));
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.NO_HARM_PROVEN);
        assertThat(replay.found().sentence()).contains("failing is excluded (1:20)");
    }

    @Test
    void aServiceWithEnoughTrafficNeedsAllOfItsRequests() {
        Replay replay = new Replay(next(25), 500, BaselineHistory.NONE).seconds(59, s -> Pair.of(5, 0, 95, 0));
        assertThat(replay.found().enoughData()).as("295 of 298 requests").isFalse();
        assertThat(replay.seconds(1, s -> Pair.of(5, 0, 95, 0)).found().enoughData())
                .isTrue();
    }

    @Test
    void aFifthThatFailsDoesNotPass() {
        Replay replay = new Replay(next(25), 500, BaselineHistory.NONE).seconds(1800, traffic(1, .05, .2));
        assertThat(replay.found().kind()).isNotEqualTo(Judgement.Kind.NO_HARM_PROVEN);
    }

    @Test
    void theUsersOwnLimitStands() {
        JudgeSettings own = next(25).with(Parameter.ACCEPTABLE, .01);
        Replay replay = new Replay(own, 500, BaselineHistory.NONE).seconds(1500, traffic(.5, .05, 0));
        assertThat(replay.found().enoughData()).isFalse();
    }

    private static JudgeSettings next(double percent) {
        return Replay.ERRORS_ONLY.with(Parameter.NEXT_SHARE, percent);
    }

    private IntFunction<Pair> traffic(double rate, double share, double failing) {
        return s -> {
            int eks = arrivals(rate * share);
            return Pair.of(eks, Replay.failures(random, eks, failing), arrivals(rate * (1 - share)), 0);
        };
    }

    private int arrivals(double rate) {
        return Replay.failures(random, (int) Math.ceil(rate), rate / Math.ceil(rate));
    }
}
