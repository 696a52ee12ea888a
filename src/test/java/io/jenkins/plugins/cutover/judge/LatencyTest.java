package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.judge.Poll.AverageLatency;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final JudgeSettings MUST_BE_PROVED = JudgeSettings.defaults().with(Parameter.LATENCY_PROOF, 1);

    private final SplittableRandom random = new SplittableRandom(2);
    private RecentQuantiles mesos = RecentQuantiles.NONE.plus(0, answers(400, 1));

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
    void eksIsHeldAgainstTheMarginAndMesosAgainstItself() {
        int[] hundreds = IntStream.range(0, 400).map(i -> 100).toArray();
        RecentQuantiles quantiles = RecentQuantiles.NONE.plus(0, hundreds);
        int[] answers = {100, 101, 140, 141, 250, 251};
        assertThat(quantiles.slower(answers, answers, 1.2))
                .as("1.2 * 100 + 20, and 2 * 100 + 50")
                .containsExactly(
                        Pair.of(6, 3, 6, 5),
                        Pair.of(6, 3, 6, 5),
                        Pair.of(6, 3, 6, 5),
                        Pair.of(6, 1, 6, 5),
                        Pair.of(6, 1, 6, 5));
    }

    /** A clock with ticks of 1 ms over a median of 1.5 ms once decided whether EKS was "slower". */
    @Test
    void fastServicesMayDifferByMilliseconds() {
        mesos = RecentQuantiles.NONE.plus(0, answers(400, .07));
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE)
                .polls(600, s -> poll(s, answers(20, .14), answers(180, .07)));
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.NO_HARM_PROVEN);
    }

    @Test
    void aFarSlowerEksIsHarmfulWithinMinutes() {
        Replay replay = slower(6, 400);
        assertThat(replay.found().harmful()).isTrue();
        assertThat(replay.found().sentence()).contains("EKS is slower").contains("(latency 1:");
        assertThat(replay.second())
                .as("seconds: the warm-up of 120 and little more")
                .isBetween(121, 260);
    }

    @Test
    void aSlowerTailIsHarmfulThoughTheMedianIsTheSame() {
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE)
                .polls(1200, s -> poll(s, slowTail(answers(20, 10)), answers(180, 10)));
        assertThat(replay.found().harmful()).isTrue();
    }

    @Test
    void anEqualEksIsNotHarmful() {
        Judgement found = slower(1, 300).found();
        assertThat(found.evidence().harm()).isLessThan(10);
        assertThat(found.kind()).isEqualTo(Judgement.Kind.NO_HARM_PROVEN);
        assertThat(found.sentence())
                .contains("slower by more than x1.2 and 20 ms at p50, p95")
                .contains("is excluded");
    }

    @Test
    void slownessWithinTheMarginIsNotHarmful() {
        assertThat(slower(1.15, 300).found().evidence().latency()).isLessThan(10);
    }

    @Test
    void bothSidesMaySlowDownTogether() {
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE)
                .polls(900, s -> poll(s, answers(20, s > 300 ? 20 : 10), answers(180, s > 300 ? 20 : 10)));
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.NO_HARM_PROVEN);
    }

    /** A compiler at work, 4 times slower for a minute; a cold cache, 3 times for a minute and a half. */
    @Test
    void warmingUpIsNoHarm() {
        assertThat(warmingUp(s -> s < 60 ? 40 : 10).kind()).isEqualTo(Judgement.Kind.NO_HARM_PROVEN);
        assertThat(warmingUp(s -> s < 90 ? 30 : 10).kind()).isEqualTo(Judgement.Kind.NO_HARM_PROVEN);
    }

    private Judgement warmingUp(IntToDoubleFunction factor) {
        return new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE)
                .polls(600, s -> poll(s, answers(20, factor.applyAsDouble(s)), answers(180, 10)))
                .found();
    }

    @Test
    void warmUpEndsWhenEksIsNoSlowerThanTheLimit() {
        Replay replay = slower(1, 22);
        assertThat(replay.state().metrics().slowness().warm()).isTrue();
        assertThat(slower(6, 110).state().metrics().slowness().warm()).isFalse();
    }

    @Test
    void aPhaseThatMustProveLatencyWaitsForIt() {
        Replay replay = new Replay(MUST_BE_PROVED, 1000, BaselineHistory.NONE).polls(20, s -> poll(s, 1));
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.CONTINUE);
        assertThat(replay.found().sentence()).contains("latency not judged yet").contains("EKS is warming up");
        replay.polls(280, s -> poll(s, 1));
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.NO_HARM_PROVEN);
    }

    /** Ten answers in a minute or two prove nothing about p95: the verdict says so. */
    @Test
    void whatCouldNotBeExcludedIsSaid() {
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE)
                .polls(240, s -> Poll.of(s, Pair.of(20, 0, 180, 0))
                        .withLatency(mesos.slower(answers(s % 8 == 0 ? 1 : 0, 10), answers(20, 10), 1.2)));
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.NO_HARM_PROVEN);
        assertThat(replay.found().sentence()).contains("could not be excluded");
    }

    @Test
    void missingResponseTimesNeverPass() {
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE)
                .seconds(600, s -> Pair.of(20, 0, 180, 0));
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.CONTINUE);
        assertThat(replay.found().sentence()).endsWith("latency not judged yet: no answer was timed");
    }

    @Test
    void mesosWithoutResponseTimesIsNoBaseline() {
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE)
                .polls(120, s -> Poll.of(s, Pair.of(20, 0, 180, 0))
                        .withLatency(mesos.slower(answers(20, 3), new int[0], 1.2)));
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.CONTINUE);
    }

    /** One step to 100 % leaves no response times of Mesos to compare with: the verdict says so, the phase can pass. */
    @Test
    void oneStepCutoverIsJudgedWithoutLatencyAndTheVerdictSaysSo() {
        BaselineHistory before = BaselineHistory.NONE.plus(new Counts(100_000, 100));
        Replay replay = new Replay(JudgeSettings.defaults(), 10_000, before).seconds(120, s -> Pair.of(200, 0, 0, 0));
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.NO_HARM_PROVEN);
        assertThat(replay.found().sentence()).endsWith("latency not judged: no answer was timed");
    }

    @Test
    void averagesAloneAreFoundInTheEnd() {
        Replay replay = new Replay(JudgeSettings.defaults().with(Parameter.AVERAGES, 1), 5000, BaselineHistory.NONE)
                .polls(250, s -> Poll.of(s, Pair.of(200, 0, 200, 0)).withAverages(new AverageLatency(60, 10)));
        assertThat(replay.found().harmful()).isTrue();
        assertThat(replay.found().sentence()).contains("EKS is slower");
    }

    @Test
    void withoutABaselineSlownessIsSuspicious() {
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE).polls(90, s -> poll(s, 1));
        replay.phase(10_000).polls(150, s -> Poll.of(s, Pair.of(200, 0, 0, 0))
                .withLatency(mesos.slower(answers(200, 3), new int[0], 1.2)));
        assertThat(replay.found().harmful()).isFalse();
        assertThat(replay.found().suspicion()).contains("of EKS's answers are slower than Mesos's median was");
    }

    private Replay slower(double factor, int seconds) {
        return new Replay(JudgeSettings.defaults(), 1000, BaselineHistory.NONE).polls(seconds, s -> poll(s, factor));
    }

    private Poll poll(int second, double factor) {
        return poll(second, answers(20, factor), answers(180, 1));
    }

    private Poll poll(int second, int[] eks, int[] mesosAnswers) {
        Poll poll = Poll.of(second, Pair.of(20, 0, 180, 0)).withLatency(mesos.slower(eks, mesosAnswers, 1.2));
        mesos = mesos.plus(second, mesosAnswers);
        return poll;
    }

    /** Three times what is above p95. */
    private static int[] slowTail(int[] answers) {
        return IntStream.of(answers).map(t -> t > 455 ? 3 * t : t).toArray();
    }

    /** Log-normal around 20 ms. */
    private int[] answers(int count, double factor) {
        IntSupplier answer = () -> (int) (factor * 20 * Math.exp(.5 * random.nextGaussian()));
        return IntStream.generate(answer).limit(count).toArray();
    }
}
