package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.judge.Judgement.Kind;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** At 100 % Mesos has no traffic to compare with. */
class WithoutBaselineTest {
    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void verdictNamesItsBaseline() {
        Judgement found = whole(.05, BaselineHistory.NONE.plus(new Counts(9204, 9)));
        assertThat(found.harmful()).isTrue();
        assertThat(found.withoutBaseline()).isTrue();
        assertThat(found.sentence())
                .startsWith("HARMFUL: EKS ")
                .contains("judged without a live baseline: Mesos before 9 of 9,204 (at most 0.25 %)");
    }

    @Test
    void mesosFiguresAreAnEstimateAndNotExact() {
        Judgement found = whole(.002, BaselineHistory.NONE.plus(new Counts(9204, 9)));
        assertThat(found.harmful())
                .as("twice the estimate, but within its uncertainty")
                .isFalse();
    }

    @Test
    void moreFiguresOfMesosGiveASharperVerdict() {
        Judgement vague = whole(.01, BaselineHistory.NONE.plus(new Counts(500, 1)));
        Judgement sure = whole(.01, BaselineHistory.NONE.plus(new Counts(500_000, 1000)));
        assertThat(vague.harmful()).isFalse();
        assertThat(sure.harmful()).isTrue();
    }

    @Test
    void healthyServicePasses() {
        Judgement found = whole(.001, BaselineHistory.NONE.plus(new Counts(9204, 9)));
        assertThat(found.kind()).isEqualTo(Kind.NO_HARM_PROVEN);
    }

    @Test
    void mesosFiguresOfEarlierPhasesAreUsed() {
        Replay replay = Replay.ofErrors().seconds(120, Replay.traffic(random, .001, .001));
        replay.phase(10_000).seconds(120, s -> Pair.of(200, Replay.failures(random, 200, .1), 0, 0));
        assertThat(replay.found().harmful()).isTrue();
        assertThat(replay.found().traffic().canary().errors()).isLessThan(200);
        assertThat(replay.state().metrics().errors().mesos().requests()).isEqualTo(120 * 180);
    }

    @Test
    void boundIsFixedAtFirstUse() {
        Replay replay = Replay.ofErrors().seconds(60, Replay.traffic(random, .001, .001));
        double bound = replay.phase(10_000)
                .poll(Pair.of(200, 0, 0, 0))
                .state()
                .metrics()
                .errors()
                .bound();
        replay.phase(5000).seconds(60, s -> Pair.of(100, 0, 100, 10)).phase(10_000);
        assertThat(replay.poll(Pair.of(200, 0, 0, 0)).state().metrics().errors().bound())
                .isEqualTo(bound)
                .isPositive();
    }

    @Test
    void mesosWithTooLittleTrafficIsNoBaseline() {
        Replay replay = new Replay(Replay.ERRORS_ONLY, 9900, BaselineHistory.NONE.plus(new Counts(9204, 9)));
        assertThat(replay.poll(Pair.of(198, 0, 2, 1)).found().withoutBaseline()).isTrue();
        assertThat(Replay.ofErrors().poll(Pair.of(20, 0, 180, 0)).found().withoutBaseline())
                .isFalse();
    }

    @Test
    void burstsOfALoneSideAreNoHarm() {
        BaselineHistory before = BaselineHistory.NONE.plus(new Counts(100_000, 1000));
        Judgement found = new Replay(Replay.ERRORS_ONLY, 10_000, before)
                .seconds(300, s -> Pair.of(200, s % 100 == 50 ? 100 : 0, 0, 0))
                .found();
        assertThat(found.harmful()).as("1 % in bursts is what Mesos did").isFalse();
    }

    private Judgement whole(double failing, BaselineHistory before) {
        return new Replay(Replay.ERRORS_ONLY, 10_000, before)
                .seconds(300, s -> Pair.of(200, Replay.failures(random, 200, failing), 0, 0))
                .found();
    }
}
