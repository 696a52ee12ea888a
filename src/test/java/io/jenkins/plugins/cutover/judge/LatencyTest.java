package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.judge.Poll.AverageLatency;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final JudgeSettings FEW_PODS_MUST_NOT_BE_WARM =
            JudgeSettings.defaults().with(Parameter.WARM_UP_REQUESTS, 10_000);

    private final SplittableRandom random = new SplittableRandom(2);
    private final LatencyQuantiles tau = LatencyQuantiles.of(answers(5000, 1));

    @Test
    void theQuantilesAreThoseOfTheSamples() {
        double[] hundred = DoubleStream.iterate(100, x -> x - 1).limit(100).toArray();
        assertThat(LatencyQuantiles.of(hundred)).isEqualTo(new LatencyQuantiles(50, 90, 99));
    }

    @Test
    void tooFewSamplesAreNoQuantiles() {
        assertThatThrownBy(() -> LatencyQuantiles.of(1, 2, 3)).hasMessage("3 latency samples: must be at least 100");
    }

    @Test
    void answersAreCountedAgainstTheirOwnLimit() {
        List<Pair> over = new LatencyQuantiles(10, 20, 30)
                .exceeded(new double[] {11, 12.5, 25, 40}, new double[] {11, 12.5, 25, 40}, 1.2);
        assertThat(over).containsExactly(Pair.of(4, 3, 4, 4), Pair.of(4, 2, 4, 2), Pair.of(4, 1, 4, 1));
    }

    @Test
    void aThreeTimesSlowerEksIsHarmful() {
        Replay replay = slower(3, 120);
        assertThat(replay.found().harmful()).isTrue();
        assertThat(replay.found().sentence()).contains("EKS is slower (latency 1:");
        assertThat(replay.second()).as("seconds: warm-up and little more").isBetween(21, 50);
    }

    @Test
    void anEqualEksIsNotHarmful() {
        assertThat(slower(1, 300).found().evidence().harm()).isLessThan(10);
    }

    @Test
    void slownessWithinTheMarginIsNotHarmful() {
        assertThat(slower(1.15, 300).found().evidence().latency()).isLessThan(10);
    }

    @Test
    void coldStartIsNoHarm() {
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE)
                .polls(300, s -> poll(s, s <= 18 ? 10 : 1));
        assertThat(replay.found().evidence().latency()).isLessThan(10);
    }

    @Test
    void warmUpEndsEarlyWhenEveryPodIsWarm() {
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE).polls(19, s -> poll(s, 1));
        assertThat(replay.state().phase().warm(19, JudgeSettings.defaults())).isFalse();
        replay.polls(1, s -> poll(s, 1));
        assertThat(replay.state().phase().warm(20, JudgeSettings.defaults()))
                .as("200 requests for each of 2 pods")
                .isTrue();
    }

    @Test
    void podsStayWarmInTheNextPhase() {
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE).polls(25, s -> poll(s, 1));
        replay.phase(2500).polls(1, s -> poll(s, 1));
        assertThat(replay.state().phase().timed()).isEqualTo(20);
    }

    @Test
    void aPhaseShorterThanItsWarmUpDoesNotPassUnjudged() {
        Replay replay = new Replay(FEW_PODS_MUST_NOT_BE_WARM, 1000, BaselineHistory.NONE).polls(29, s -> poll(s, 1));
        assertThat(replay.found().enoughData()).isTrue();
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.CONTINUE);
        assertThat(replay.found().sentence()).endsWith("latency not judged yet: EKS is warming up");
        replay.polls(10, s -> poll(s, 1));
        assertThat(replay.found().sentence()).endsWith("latency not judged yet: 200 of 298 EKS answers timed");
        replay.polls(5, s -> poll(s, 1));
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.NO_HARM_PROVEN);
    }

    @Test
    void missingResponseTimesNeverPass() {
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE)
                .seconds(600, s -> Pair.of(20, 0, 180, 0));
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.CONTINUE);
        assertThat(replay.found().sentence()).endsWith("latency not judged yet: 0 of 298 EKS answers timed");
    }

    @Test
    void mesosWithoutResponseTimesIsNoBaseline() {
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE)
                .polls(120, s -> Poll.of(s, Pair.of(20, 0, 180, 0))
                        .withLatency(tau.exceeded(answers(20, 3), new double[0], 1.2)));
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.CONTINUE);
    }

    /** One step to 100 % leaves no response times of Mesos to compare with: the verdict says so, the phase can pass. */
    @Test
    void oneStepCutoverIsJudgedWithoutLatencyAndTheVerdictSaysSo() {
        BaselineHistory before = BaselineHistory.NONE.plus(new Counts(100_000, 100));
        Replay replay = new Replay(JudgeSettings.defaults(), 10_000, before).seconds(120, s -> Pair.of(200, 0, 0, 0));
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.NO_HARM_PROVEN);
        assertThat(replay.found().sentence()).endsWith("latency not judged: Mesos's answers were never timed");
    }

    @Test
    void averagesAloneAreFoundInTheEnd() {
        Replay replay = new Replay(JudgeSettings.defaults().with(Parameter.AVERAGES, 1), 5000, BaselineHistory.NONE)
                .polls(200, s -> Poll.of(s, Pair.of(200, 0, 200, 0)).withAverages(new AverageLatency(30, 10)));
        assertThat(replay.found().harmful()).isTrue();
        assertThat(replay.found().sentence()).contains("latency by averages only, which is weak: EKS slower in ");
    }

    @Test
    void withoutABaselineSlownessIsSuspicious() {
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE).polls(90, s -> poll(s, 1));
        replay.phase(10_000).polls(120, s -> Poll.of(s, Pair.of(200, 0, 0, 0))
                .withLatency(tau.exceeded(answers(200, 3), new double[0], 1.2)));
        assertThat(replay.found().harmful()).isFalse();
        assertThat(replay.found().suspicion()).contains("of EKS's answers are slower than Mesos's median was");
    }

    private Replay slower(double factor, int seconds) {
        return new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE).polls(seconds, s -> poll(s, factor));
    }

    private Poll poll(int second, double factor) {
        return Poll.of(second, Pair.of(20, 0, 180, 0))
                .withLatency(tau.exceeded(answers(20, factor), answers(180, 1), 1.2));
    }

    /** Log-normal around 20 ms. */
    private double[] answers(int count, double factor) {
        DoubleSupplier answer = () -> factor * 20 * Math.exp(.5 * random.nextGaussian());
        return DoubleStream.generate(answer).limit(count).toArray();
    }
}
