package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckBetsTest {
    private static final double HOUR_OF_MINUTES = 60;
    /** What the capital of a check must reach to find harm alone, at alpha 1 %. */
    private static final double HARM = 100 / CheckBets.WEIGHT;

    @Test
    void periodsThatAreWorseByChanceFindHarmInOneOfAlphaCutovers() {
        SplittableRandom random = new SplittableRandom(20);
        long found = IntStream.range(0, 20_000)
                .filter(i -> highest(random.split(), .5, 120) >= 20)
                .count();
        assertThat(found).as("of 20,000, at alpha 1:20").isPositive().isLessThan(1000);
    }

    @Test
    void aWobbleOfEksThatIsWorseInAThirdOfThePeriodsIsNoEvidence() {
        SplittableRandom random = new SplittableRandom(21);
        assertThat(IntStream.range(0, 2000).filter(i -> highest(random.split(), 1 / 3.0, 120) >= HARM))
                .isEmpty();
    }

    @Test
    void thirteenWorsePeriodsFromTheStartFindHarm() {
        assertThat(periodsToHarm(0)).isEqualTo(13);
    }

    @Test
    void aFaultThatBeginsAfterHalfAnHourIsFoundToo() {
        assertThat(periodsToHarm(30)).isLessThanOrEqualTo(21);
    }

    @Test
    void theCapitalOfTheCutoverIsSharedByFixedWeights() {
        List<Beside> beside = List.of(new Beside(.05, 40, "a"), new Beside(.05, 1, "b"));
        assertThat(Beside.mixed(1, beside)).isEqualTo(.9 + 2 + .05);
        assertThat(Beside.mixed(7, List.of())).isEqualTo(7);
    }

    private static int periodsToHarm(int quiet) {
        CheckBets bets = CheckBets.NONE;
        for (int i = 0; i < quiet; i++) {
            bets = bets.observe(i == 0, HOUR_OF_MINUTES, false);
        }
        int worse = 0;
        while (bets.evidence() < HARM) {
            bets = bets.observe(quiet == 0 && worse == 0, HOUR_OF_MINUTES, true);
            worse++;
        }
        return worse;
    }

    private static double highest(SplittableRandom random, double chance, int periods) {
        CheckBets bets = CheckBets.NONE;
        double most = 1;
        for (int i = 0; i < periods; i++) {
            bets = bets.observe(i % 30 == 0, HOUR_OF_MINUTES, random.nextDouble() < chance);
            most = Math.max(most, bets.evidence());
        }
        return most;
    }
}
