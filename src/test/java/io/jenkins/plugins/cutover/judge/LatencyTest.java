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
    void aColdStartIsNotHeldAgainstEks() {
        Replay replay =
                new Replay(JudgeSettings.defaults(), 1000, Figures.NONE).polls(300, s -> poll(s, s <= 18 ? 10 : 1));
        assertThat(replay.found().evidence().latency()).isLessThan(10);
    }

    @Test
    void warmUpEndsEarlyWhenEveryPodIsWarm() {
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, Figures.NONE)
                .polls(40, s -> poll(s, 3))
                .phase(2500);
        Phase phase = replay.state().phase();
        assertThat(phase.warm(replay.second() + 10, JudgeSettings.defaults())).isFalse();
        Phase busy = phase.observed(replay.second() + 1, Pair.of(400, 0, 0, 0), phase.noHarm(), false);
        assertThat(busy.warm(replay.second() + 10, JudgeSettings.defaults())).isTrue();
    }

    @Test
    void averagesAloneAreFoundInTheEnd() {
        Replay replay = new Replay(JudgeSettings.defaults(), 5000, Figures.NONE)
                .polls(200, s -> Poll.of(s, Pair.of(200, 0, 200, 0)).withAverages(new AverageLatency(30, 10)));
        assertThat(replay.found().harmful()).isTrue();
        assertThat(replay.found().sentence()).contains("by averages only, which is weak");
    }

    @Test
    void withoutABaselineSlownessIsStillFound() {
        Replay replay = new Replay(JudgeSettings.defaults(), 1000, Figures.NONE).polls(90, s -> poll(s, 1));
        replay.phase(10_000).polls(120, s -> Poll.of(s, Pair.of(200, 0, 0, 0))
                .withLatency(tau.exceeded(answers(200, 3), new double[0], 1.2)));
        assertThat(replay.found().harmful()).isTrue();
    }

    private Replay slower(double factor, int seconds) {
        return new Replay(JudgeSettings.defaults(), 1000, Figures.NONE).polls(seconds, s -> poll(s, factor));
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
