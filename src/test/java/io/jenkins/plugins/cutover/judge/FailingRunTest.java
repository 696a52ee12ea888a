package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FailingRunTest {
    private static final Counts DEAD = new Counts(100, 25);
    private static final Counts CALM = new Counts(100, 0);

    @Test
    void secondsInARowAreOneEvent() {
        FailingRun run = seconds(FailingRun.NONE, DEAD, 5);
        assertThat(run.one()).isTrue();
        assertThat(run.begins(seconds(FailingRun.NONE, DEAD, 4))).isFalse();
    }

    @Test
    void whatLastsIsNoEventAnyMore() {
        assertThat(seconds(FailingRun.NONE, DEAD, 7).one()).isFalse();
    }

    @Test
    void afterTenCalmSecondsTheNextEventBegins() {
        FailingRun before = seconds(seconds(FailingRun.NONE, DEAD, 5), CALM, 10);
        assertThat(before).isEqualTo(FailingRun.NONE);
        assertThat(seconds(before, DEAD, 1).begins(before)).isTrue();
    }

    @Test
    void aFewScatteredFailuresAreNoEvent() {
        assertThat(seconds(FailingRun.NONE, new Counts(100, 5), 6)).isEqualTo(FailingRun.NONE);
    }

    @Test
    void failuresThatAreUsualAreNoEvent() {
        FailingRun run = FailingRun.NONE.next(DEAD, 20, 1, List.of(1.0));
        assertThat(run).isEqualTo(FailingRun.NONE);
    }

    @Test
    void nineEventsOnEksAloneAreHarm() {
        EventBets bets = new EventBets();
        List<Double> wealth = List.of(1.0, 1.0);
        List<Double> fair = wealth;
        for (int i = 0; i < 9; i++) {
            wealth = bets.settled(wealth, true, false);
            fair = bets.settled(bets.settled(fair, true, false), false, true);
        }
        assertThat(Wealth.mean(wealth)).isGreaterThan(200);
        assertThat(Wealth.mean(fair)).isLessThan(.1);
    }

    private static FailingRun seconds(FailingRun from, Counts second, int count) {
        FailingRun run = from;
        for (int i = 0; i < count; i++) {
            run = run.next(second, .1, 1, List.of(1.0));
        }
        return run;
    }
}
