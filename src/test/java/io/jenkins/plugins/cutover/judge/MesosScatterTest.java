package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MesosScatterTest {
    private static final int REQUESTS = 20_000;
    private final SplittableRandom random = new SplittableRandom(5);

    @Test
    void independentFailuresHaveNextToNoWobble() {
        assertThat(blocks(MesosScatter.UNKNOWN, 40, 0).wobble()).isLessThan(.01);
    }

    @Test
    void wobbleIsMeasured() {
        double sum = 0;
        for (int i = 0; i < 50; i++) {
            sum += blocks(MesosScatter.UNKNOWN, 40, .6).wobble() / 50;
        }
        assertThat(sum).isBetween(.1, .4);
    }

    @Test
    void fewFailuresShowNothing() {
        MesosScatter rare = MesosScatter.UNKNOWN;
        for (int i = 0; i < 40; i++) {
            rare = rare.plus(new Counts(2000, i % 3));
        }
        assertThat(rare.wobble()).isEqualTo(MesosScatter.USUAL_WOBBLE);
    }

    @Test
    void anOutageOfThirtySecondsChangesLittle() {
        MesosScatter calm = blocks(MesosScatter.UNKNOWN, 15, 0);
        MesosScatter struck = calm;
        for (int i = 0; i < 3; i++) {
            struck = struck.plus(new Counts(REQUESTS, REQUESTS / 2));
        }
        assertThat(struck.rate()).isCloseTo(calm.rate(), within(.1 * calm.rate()));
        assertThat(struck.wobble()).isLessThan(.02);
    }

    @Test
    void longTroubleIsForgottenAfterThreeMinutes() {
        MesosScatter troubled = blocks(MesosScatter.UNKNOWN, 18, 1.5);
        assertThat(troubled.wobble()).isEqualTo(.5);
        assertThat(blocks(troubled, 18, 0).wobble()).isLessThan(.01);
    }

    @Test
    void figuresFromBeforeTheCutoverCountAtOnce() {
        BaselineHistory before = BaselineHistory.NONE;
        for (int i = 0; i < 30; i++) {
            before = before.plus(block(0));
        }
        MesosScatter known = MesosScatter.after(before);
        assertThat(known.rate()).isCloseTo(.01, within(.001));
        assertThat(known.wobble()).isLessThan(.01);
        assertThat(blocks(known, 1, 0).wobble()).isEqualTo(known.wobble());
    }

    private MesosScatter blocks(MesosScatter from, int count, double deviation) {
        MesosScatter all = from;
        for (int i = 0; i < count; i++) {
            all = all.plus(block(deviation));
        }
        return all;
    }

    private Counts block(double deviation) {
        double factor = Math.exp(deviation * random.nextGaussian());
        return new Counts(REQUESTS, Replay.failures(random, REQUESTS, Math.min(.5, .01 * factor)));
    }
}
