package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SecondBetsTest {
    private static final double PSI0 = 1.25;
    private static final double[] MULTIPLES = {1.6, 8, 300};
    private static final List<Double> ONE = List.of(1.0, 1.0, 1.0);
    private final SecondBets bets = new SecondBets(PSI0, MULTIPLES, 10, 20);

    @Test
    void aBurstWhereFailuresAreRareIsOneVote() {
        double q0 = Bets.part(PSI0, 20, 180);
        double q = Bets.part(300 * PSI0, 20, 180);
        List<Double> after = settled(Pair.of(20, 18, 180, 0), steady(0, 0), FailingRun.NONE);
        assertThat(after.get(2)).isCloseTo(q / q0, within(1e-9));
    }

    @Test
    void eachFailureCountsWhereManyAreUsual() {
        double one = settled(Pair.of(100, 10, 900, 45), steady(.05, 0), FailingRun.NONE)
                .get(0);
        double q0 = Bets.part(PSI0, 100, 900);
        double q = Bets.part(2, 100, 900);
        assertThat(Math.log(one)).isCloseTo(Bets.logLikelihoodRatio(10, 45, q, q0), within(1e-9));
    }

    @Test
    void failuresCountLessWhereMesosWobbles() {
        Pair harm = Pair.of(100, 15, 900, 45);
        double steady = settled(harm, steady(.05, .001), FailingRun.NONE).get(0);
        double wobbling = settled(harm, steady(.05, .1), FailingRun.NONE).get(0);
        assertThat(Math.log(wobbling)).isPositive().isLessThan(.3 * Math.log(steady));
    }

    @Test
    void wobbleHardlyMattersWhereFailuresAreRare() {
        Pair harm = Pair.of(20, 1, 180, 0);
        double wobbling = settled(harm, steady(.0005, .05), FailingRun.NONE).get(2);
        assertThat(Math.log(wobbling))
                .isGreaterThan(.9
                        * Math.log(
                                settled(harm, steady(.0005, 0), FailingRun.NONE).get(2)));
    }

    @Test
    void aServerThatDiesAtMostDoublesTheCapital() {
        FailingRun run = FailingRun.NONE.next(new Counts(20, 5), 0, 1, ONE);
        assertThat(run.one()).isTrue();
        assertThat(settled(Pair.of(20, 5, 180, 0), steady(.001, .05), run)).allMatch(w -> w <= 2);
    }

    /** Given a second's failures, who made them is binomial with q0 at the margin. */
    @Property(tries = 200)
    void independentFailuresCannotBeExpectedToWin(
            @ForAll @IntRange(min = 1, max = 60) int failures,
            @ForAll @DoubleRange(min = 0, max = .2) double rate,
            @ForAll @DoubleRange(min = 0, max = .5) double wobble) {
        double q0 = Bets.part(PSI0, 100, 300);
        double[] mean = new double[MULTIPLES.length];
        for (int k = 0; k <= failures; k++) {
            List<Double> after = settled(Pair.of(100, k, 300, failures - k), steady(rate, wobble), FailingRun.NONE);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += BetsTest.binomial(failures, k, q0) * after.get(i);
            }
        }
        for (double m : mean) {
            assertThat(m).isLessThanOrEqualTo(1 + 1e-9);
        }
    }

    private List<Double> settled(Pair traffic, MesosScatter mesos, FailingRun run) {
        return bets.settled(ONE, new OpenSecond(1, traffic, 0), traffic, mesos, run);
    }

    private static MesosScatter steady(double rate, double wobble) {
        return new MesosScatter(List.of(), List.of(), rate, wobble, 1, 0);
    }
}
