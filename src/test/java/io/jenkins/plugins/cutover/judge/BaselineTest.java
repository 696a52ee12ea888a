package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class BaselineTest {
    private static final JudgeSettings DEFAULTS = JudgeSettings.defaults();
    private static final IntToDoubleFunction WOBBLES = s -> s / 10 % 2 == 0 ? .002 : .02;

    private final SplittableRandom random = new SplittableRandom(4);

    @Test
    void halvesThatFailIndependentlyHardlyCorrelate() {
        Baseline calm = seen(halves(s -> .01));
        assertThat(calm.noise().rho()).isBetween(.02, .05);
        assertThat(calm.noise().blocks()).isEqualTo(90);
        assertThat(calm.calibrated()).isTrue();
    }

    /** Computed separately from all polls at once, with the jackknife's error instead of the delta method's. */
    @Test
    void theSumsGiveWhatAllPollsTogetherGive() {
        List<Pair> polls = halves(s -> s / 10 % 2 == 0 ? .004 : .01);
        assertThat(seen(polls).noise().rho()).isCloseTo(jackknife(polls), within(.02));
    }

    @Test
    void wobblingMesosMakesTheJudgeMoreCareful() {
        JudgeSettings careful = seen(halves(WOBBLES)).noise().applied(DEFAULTS);
        assertThat(careful.get(Parameter.RHO)).isGreaterThan(.15);
    }

    @Test
    void calmMesosAndAUsersOwnSettingChangeNothing() {
        assertThat(seen(halves(s -> .01)).noise().applied(DEFAULTS)).isEqualTo(DEFAULTS);
        JudgeSettings own = DEFAULTS.with(Parameter.RHO, .03).with(Parameter.BURST, 25);
        assertThat(seen(withBurst(halves(WOBBLES))).noise().applied(own)).isEqualTo(own);
        assertThat(Calibration.NONE.applied(DEFAULTS)).isEqualTo(DEFAULTS);
    }

    /** Its upper bound alone would have cost 12.3 failed requests instead of 10.6 at a fault of 1 %. */
    @Test
    void fewFailuresOfAHealthyMesosChangeNothing() {
        int careful = 0;
        for (int run = 0; run < 200; run++) {
            List<Pair> polls = new ArrayList<>();
            for (int s = 0; s < 300; s++) {
                polls.add(Pair.of(100, Replay.failures(random, 100, .001), 100, Replay.failures(random, 100, .001)));
            }
            careful += seen(polls).noise().applied(DEFAULTS).equals(DEFAULTS) ? 0 : 1;
        }
        assertThat(careful).isLessThan(20);
    }

    @Test
    void largestBurstRaisesTheBurstParameter() {
        Baseline bursty = seen(withBurst(halves(s -> .01)));
        assertThat(bursty.noise().burst()).as("63 beside the usual 2").isCloseTo(61, within(1.0));
        assertThat(bursty.noise().applied(DEFAULTS).get(Parameter.BURST)).isBetween(60.0, 62.0);
    }

    @Test
    void constantFailuresAreNoBurst() {
        List<Pair> polls = new ArrayList<>();
        for (int s = 0; s < 300; s++) {
            polls.add(Pair.of(1000, Replay.failures(random, 1000, .02), 1000, Replay.failures(random, 1000, .02)));
        }
        assertThat(seen(polls).noise().applied(DEFAULTS).get(Parameter.BURST)).isLessThan(30);
    }

    @Test
    void latePollIsNoBurstAndDropsItsBlock() {
        Baseline late = seen(halves(s -> .01)).observe(60, new Counts(12_000, 200), Optional.empty(), DEFAULTS);
        assertThat(late.noise().burst()).isLessThan(20);
        assertThat(late.noise().open()).isEqualTo(OpenBlock.EMPTY);
        assertThat(late.mesos().requests()).isEqualTo(900 * 200 + 12_000);
    }

    @Test
    void figuresCoverBothHalves() {
        BaselineHistory mesos = seen(halves(s -> .01)).figures();
        assertThat(mesos.requests()).isEqualTo(900 * 200);
        assertThat(mesos.blocks()).isEqualTo(90);
        assertThat(mesos.fraction()).isCloseTo(.01, within(.002));
    }

    @Test
    void sentenceGivesTheMeasuredParameters() {
        assertThat(seen(halves(WOBBLES)).sentence(DEFAULTS))
                .matches(
                        "calibrated beforehand: Mesos alone failed 1,\\d{3} of 180,000 requests \\(at most 1(\\.\\d)? %\\), in"
                                + " 90 blocks of 10 s that show how they scatter; judged with rho \\.?0?\\.\\d+ and bursts of 20");
    }

    @Test
    void tooLittleTrafficKeepsTheDefaultsAndSaysSo() {
        Baseline few = seen(halves(s -> 0).subList(0, 60));
        assertThat(few.calibrated()).isFalse();
        assertThat(few.noise().applied(DEFAULTS)).isEqualTo(DEFAULTS);
        assertThat(Baseline.NONE.sentence(DEFAULTS))
                .isEqualTo(
                        "not calibrated beforehand: no request was seen on Mesos alone; blocks with failures in two halves"
                                + " of its servers: 0, needed are 10; judged with rho 0.05 and bursts of 20");
        assertThat(few.sentence(DEFAULTS))
                .startsWith(
                        "not calibrated beforehand: Mesos alone failed 0 of 12,000 requests (at most 0.025 %); blocks");
    }

    @Test
    void baselineSurvivesARestart() throws Exception {
        ObjectMapper json = new ObjectMapper();
        Baseline kept = seen(withBurst(halves(WOBBLES)).subList(0, 505));
        assertThat(json.readValue(json.writeValueAsBytes(kept), Baseline.class)).isEqualTo(kept);
        assertThat(kept.noise().open().votes()).as("in the middle of a block").isPositive();
    }

    private static Baseline seen(List<Pair> polls) {
        Baseline kept = Baseline.NONE;
        for (Pair poll : polls) {
            kept = kept.observe(1, poll.canary().plus(poll.baseline()), Optional.of(poll), DEFAULTS);
        }
        return kept;
    }

    private static List<Pair> withBurst(List<Pair> polls) {
        polls.set(500, Pair.of(100, 60, 100, 3));
        return polls;
    }

    /** Fifteen minutes; the one half's chance moves, the other's does not. */
    private List<Pair> halves(IntToDoubleFunction chance) {
        List<Pair> polls = new ArrayList<>();
        for (int s = 0; s < 900; s++) {
            double p = chance.applyAsDouble(s);
            polls.add(
                    Pair.of(100, Replay.failures(random, 100, p), 100, Replay.failures(random, 100, p == 0 ? 0 : .01)));
        }
        return polls;
    }

    private static double jackknife(List<Pair> polls) {
        List<double[]> parts = new ArrayList<>();
        for (int from = 0; from < polls.size(); from += 10) {
            double n = 0;
            double v = 0;
            for (Pair poll : polls.subList(from, from + 10)) {
                double x = poll.errors();
                double vote = x == 0 ? 0 : Math.max(1, x / 20);
                n += vote;
                v += x == 0 ? 0 : vote * poll.canary().errors() / x;
            }
            parts.add(new double[] {(v - n / 2) * (v - n / 2) * 4 - n, n * (n - 1)});
        }
        double above = parts.stream().mapToDouble(p -> p[0]).sum();
        double below = parts.stream().mapToDouble(p -> p[1]).sum();
        double squares = parts.stream()
                .mapToDouble(p -> (above - p[0]) / (below - p[1]) - above / below)
                .map(d -> d * d)
                .sum();
        double n = parts.size();
        return above / below + 1.645 * Math.sqrt(squares * (n - 1) / n);
    }
}
