package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    private final SplittableRandom random = new SplittableRandom(4);

    @Test
    void halvesThatFailIndependentlyHardlyCorrelate() {
        Calibration measured = Calibration.of(polls(s -> .01), JudgeSettings.defaults());
        assertThat(measured.rho()).isBetween(.02, .05);
        assertThat(measured.burst()).isEqualTo(20);
        assertThat(measured.blocks()).isEqualTo(90);
    }

    @Test
    void halvesThatWobbleCorrelate() {
        Calibration measured = Calibration.of(polls(s -> s / 10 % 2 == 0 ? .002 : .02), JudgeSettings.defaults());
        assertThat(measured.rho()).isGreaterThan(.15);
    }

    @Test
    void theLargestBurstIsKept() {
        List<Poll> polls = polls(s -> .01);
        polls.set(500, Poll.of(501, Pair.of(100, 60, 100, 3)));
        assertThat(Calibration.of(polls, JudgeSettings.defaults()).burst()).isEqualTo(63);
    }

    @Test
    void aHandfulOfFailuresCalibratesNothing() {
        Calibration measured = Calibration.of(polls(s -> 0).subList(0, 60), JudgeSettings.defaults());
        assertThat(measured.rho()).isEqualTo(.05);
        assertThat(measured.blocks()).isZero();
    }

    /** The delta method instead of the jackknife: nearly the same bound. */
    @Test
    void whatIsKeptOfTheBlocksGivesTheSameAsAllThePolls() {
        List<Poll> polls = polls(s -> s / 10 % 2 == 0 ? .004 : .01);
        double all = Calibration.of(polls, JudgeSettings.defaults()).rho();
        assertThat(kept(polls).rho()).isBetween(all - .02, all + .02).isLessThan(.3);
    }

    @Test
    void aMesosThatWobblesMakesTheJudgeMoreCareful() {
        JudgeSettings careful = kept(polls(s -> s / 10 % 2 == 0 ? .002 : .02)).applied(JudgeSettings.defaults());
        assertThat(careful.get(Parameter.RHO)).isGreaterThan(.15);
    }

    @Test
    void aCalmMesosMakesItNoBolderAndAUsersOwnWordStands() {
        assertThat(kept(polls(s -> .01)).applied(JudgeSettings.defaults())).isEqualTo(JudgeSettings.defaults());
        JudgeSettings own = JudgeSettings.defaults().with(Parameter.RHO, .03);
        assertThat(kept(polls(s -> s / 10 % 2 == 0 ? .002 : .02)).applied(own)).isEqualTo(own);
        assertThat(Calibrating.NONE.applied(JudgeSettings.defaults())).isEqualTo(JudgeSettings.defaults());
    }

    private static Calibrating kept(List<Poll> polls) {
        Calibrating kept = Calibrating.NONE;
        for (Poll poll : polls) {
            kept = kept.observe(1, poll.traffic(), JudgeSettings.defaults());
        }
        return kept;
    }

    @Test
    void mesosFiguresAreOfBothHalves() {
        Figures mesos =
                Calibration.of(polls(s -> .01), JudgeSettings.defaults()).mesos();
        assertThat(mesos.requests()).isEqualTo(900 * 200);
        assertThat(mesos.blocks()).isEqualTo(90);
        assertThat((double) mesos.errors() / mesos.requests()).isCloseTo(.01, within(.002));
    }

    @Test
    void theSettingsTakeItIn() {
        JudgeSettings settings = JudgeSettings.defaults().with(new Calibration(.11, 40, Figures.NONE, 50));
        assertThat(settings.get(Parameter.RHO)).isEqualTo(.11);
        assertThat(settings.get(Parameter.BURST)).isEqualTo(40);
    }

    /** Fifteen minutes; the pseudo-canary's chance moves, the other half's does not. */
    private List<Poll> polls(IntToDoubleFunction chance) {
        List<Poll> polls = new ArrayList<>();
        for (int s = 0; s < 900; s++) {
            int canary = Replay.failures(random, 100, chance.applyAsDouble(s));
            int baseline = Replay.failures(random, 100, chance.applyAsDouble(s) == 0 ? 0 : .01);
            polls.add(Poll.of(s + 1, Pair.of(100, canary, 100, baseline)));
        }
        return polls;
    }
}
