package io.jenkins.plugins.cutover.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Poll;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** The peers do what their sources say; a fault below is 10 % of a minute's requests. */
class PeersTest {
    private static final int NEVER = -1;

    @Test
    void flaggerRollsBackOnTheTickAfterTheFailedCheck() {
        assertThat(minute("Flagger defaults", m -> m == 3)).isEqualTo(5);
        assertThat(minute("Flagger defaults", m -> false)).isEqualTo(NEVER);
    }

    @Test
    void flaggersExampleNeedsFiveFailedChecks() {
        assertThat(minute("Flagger docs example", m -> m % 2 == 0)).isEqualTo(10);
        assertThat(minute("Flagger docs example", m -> m < 4)).isEqualTo(NEVER);
    }

    /** Its published table: failed (1) > failureLimit (0) fails, failed (0) does not. */
    @Test
    void argoFailsAtTheFirstFailureByDefault() {
        assertThat(minute("Argo 60s x 5", m -> m == 4)).isEqualTo(5);
        assertThat(minute("Argo 60s x 5", m -> m == 5))
                .as("after its fifth measurement")
                .isEqualTo(NEVER);
    }

    /** failed (3) is not above failureLimit (3), failed (4) is. */
    @Test
    void argosLimitMustBeExceeded() {
        assertThat(minute("Argo 5m, limit 3", m -> m < 15)).isEqualTo(NEVER);
        assertThat(minute("Argo 5m, limit 3", m -> m < 20)).isEqualTo(20);
    }

    @Test
    void kayentaJudgesOnceAtTheEnd() {
        assertThat(minute("Kayenta 60 x 1m", m -> true)).isEqualTo(60);
        assertThat(minute("Kayenta 60 x 1m", m -> false)).isEqualTo(NEVER);
    }

    /** Computed separately, by ranks at each shift: 98 % interval and Hodges-Lehmann estimate of the shift. */
    @Test
    void kayentasIntervalIsMannAndWhitneys() {
        double[] control = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        double[] canary = {11.5, 12.5, 13.5, 14.5, 15.5, 16.5, 17.5, 18.5, 19.5, 20.5};
        assertThat(KayentaRule.shift(canary, control, 0)).isCloseTo(10.5, within(1e-6));
        assertThat(KayentaRule.shift(canary, control, KayentaRule.Z_98)).isCloseTo(LOWER, within(1e-6));
    }

    @Test
    void theZTestLooksOnceAfterTenMinutes() {
        assertThat(minute("z-test at 10 min", m -> m == 0)).isEqualTo(10);
        assertThat(minute("z-test at 10 min", m -> m > 10)).isEqualTo(NEVER);
    }

    private static final double LOWER = 6.5;

    /** The minute at whose end the rule rolls back. */
    private static int minute(String name, IntPredicate failing) {
        Rule rule = Peers.all().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow();
        Rule.Run run = rule.start(new Traffic.Load(200, .1, 1));
        for (int second = 1; second <= rule.duration(); second++) {
            int errors = failing.test((second - 1) / 60) ? 2 : 0;
            if (run.rollsBack(Poll.of(second, Pair.of(20, errors, 180, 0)))) {
                return second / 60;
            }
        }
        return NEVER;
    }
}
