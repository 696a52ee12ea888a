package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** 300 requests a second, a quarter of them to EKS; no ring, so no request is timed. */
class StaysTest {
    private static final JudgeSettings AVERAGES =
            JudgeSettings.defaults().with(Parameter.AVERAGES, 1).with(Parameter.LATENCY_WEIGHT, .1);

    private final SplittableRandom random = new SplittableRandom(5);

    private Replay replay() {
        return new Replay(AVERAGES, 2500, BaselineHistory.NONE);
    }

    private IntFunction<Poll> stays(double eksSeconds, double mesosSeconds) {
        return s -> Poll.of(s, Pair.of(75, 0, 225, 0))
                .withOpen(new OpenRequests(inFlight(75 * eksSeconds), inFlight(225 * mesosSeconds), 75, 225));
    }

    private long inFlight(double mean) {
        return Replay.failures(random, 1000, mean / 1000);
    }

    @Test
    void answersThatTakeManyTimesAsLongAreHarm() {
        Replay replay = replay().polls(60, stays(.04, .04));
        replay.polls(300, stays(.5, .04));
        assertThat(replay.found().harmful()).isTrue();
        assertThat(replay.second()).isLessThan(300);
        assertThat(replay.found().sentence()).contains("EKS is slower (latency");
    }

    /** With few points nothing is proved yet, and a short phase must not pass for that. */
    @Test
    void aPhaseDoesNotPassWhileEksIsMostlySlower() {
        assertThat(replay().polls(60, stays(.04, .04)).found().kind()).isEqualTo(Judgement.Kind.NO_HARM_PROVEN);
        assertThat(replay().polls(60, stays(.5, .04)).found().kind()).isEqualTo(Judgement.Kind.CONTINUE);
    }

    @Test
    void equalTimesAreNoHarm() {
        int harmful = 0;
        for (int run = 0; run < 100; run++) {
            harmful += replay().polls(900, stays(.2, .2)).found().harmful() ? 1 : 0;
        }
        assertThat(harmful).isZero();
    }
}
