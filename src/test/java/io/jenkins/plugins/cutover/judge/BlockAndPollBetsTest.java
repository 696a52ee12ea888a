package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BlockAndPollBetsTest {
    private static final double PSI0 = 1.25;
    private static final double Q0 = Bets.part(PSI0, 20, 180);
    private static final double[] MULTIPLES = {1.6, 8, 300};
    private static final List<Double> ONE = List.of(1.0, 1.0, 1.0);

    @Test
    void aPollIsOneVoteHoweverManyFailuresItHas() {
        OpenBlock block = OpenBlock.EMPTY.plusVotes(Pair.of(20, 6, 180, 2), 20);
        assertThat(block.votes()).isEqualTo(1);
        assertThat(block.canaryVotes()).isCloseTo(.75, within(1e-12));
    }

    @Test
    void moreFailuresThanABurstAreMoreVotes() {
        OpenBlock block = OpenBlock.EMPTY.plusVotes(Pair.of(50, 45, 180, 5), 20);
        assertThat(block.votes()).isEqualTo(2.5);
        assertThat(block.canaryVotes()).isCloseTo(2.25, within(1e-12));
    }

    @Test
    void aBlockWithoutFailuresChangesNothing() {
        OpenBlock quiet = OpenBlock.EMPTY.plusVotes(Pair.of(200, 0, 1800, 0), 20);
        assertThat(new BlockBets(PSI0, MULTIPLES, .05).settled(ONE, quiet)).isEqualTo(ONE);
    }

    @Test
    void aBlockOfOneSideChangesNothing() {
        OpenBlock alone = OpenBlock.EMPTY.plusVotes(Pair.of(200, 100, 0, 0), 20);
        assertThat(new BlockBets(PSI0, MULTIPLES, .05).settled(ONE, alone)).isEqualTo(ONE);
    }

    @Property(tries = 100)
    void independentVotesOfABlockCannotBeExpectedToWin(
            @ForAll @IntRange(min = 1, max = 40) int votes, @ForAll @DoubleRange(min = .02, max = .3) double rho) {
        BlockBets bets = new BlockBets(PSI0, MULTIPLES, rho);
        double[] mean = new double[MULTIPLES.length];
        for (int k = 0; k <= votes; k++) {
            List<Double> wealth = bets.settled(ONE, block(k, votes));
            for (int i = 0; i < mean.length; i++) {
                mean[i] += BetsTest.binomial(votes, k, Q0) * wealth.get(i);
            }
        }
        for (double m : mean) {
            assertThat(m).isLessThanOrEqualTo(1 + 1e-9);
        }
    }

    /** In heavy traffic each poll's vote is split evenly: the beta-binomial alone would win on it in every block. */
    @Property(tries = 100)
    void votesThatNeverScatterWinNothing(
            @ForAll @IntRange(min = 1, max = 60) int votes, @ForAll @DoubleRange(min = .02, max = .3) double rho) {
        assertThat(new BlockBets(PSI0, MULTIPLES, rho).settled(ONE, block(Q0 * votes, votes)))
                .allMatch(w -> w <= 1);
    }

    @Test
    void votesThatNeverScatterDeceiveTheBetaBinomialAlone() {
        double theta = .7 / .3;
        double q = Bets.part(1.6 * PSI0, 20, 180);
        double log = Bets.logBetaBinomial(10 * Q0, 10, q, theta) - Bets.logBetaBinomial(10 * Q0, 10, Q0, theta);
        assertThat(log).isPositive();
    }

    @Test
    void widerWobbleNeverMakesEvidenceStronger() {
        OpenBlock bad = block(6, 7);
        List<Double> narrow = new BlockBets(PSI0, MULTIPLES, .02).settled(ONE, bad);
        List<Double> wide = new BlockBets(PSI0, MULTIPLES, .2).settled(ONE, bad);
        assertThat(wide.get(2)).isLessThan(narrow.get(2)).isGreaterThan(1);
    }

    /** A burst of one second over four polls is still one burst. */
    @Test
    void pollsOfAQuarterSecondTogetherCountAsOne() {
        PollBets bets = new PollBets(2, new double[] {10, 50, 375}, 20);
        double chance = Bets.part(2, 20, 180);
        List<Double> canary = ONE;
        List<Double> baseline = ONE;
        for (int quarter = 0; quarter < 4; quarter++) {
            canary = bets.observe(canary, Pair.of(20, 5, 180, 0), .25);
            baseline = bets.observe(baseline, Pair.of(20, 0, 180, 5), .25);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(chance * canary.get(i) + (1 - chance) * baseline.get(i)).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void alternativesWithinTheMarginAreNotBetOn() {
        assertThat(new PollBets(2, new double[] {1.9, 2, 3, 10}, 20).start()).hasSize(2);
    }

    private static OpenBlock block(double canaryVotes, double votes) {
        return new OpenBlock(200, 1800, 0, canaryVotes, votes);
    }
}
