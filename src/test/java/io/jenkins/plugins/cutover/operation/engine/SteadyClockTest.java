package io.jenkins.plugins.cutover.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.VirtualTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {
    private final VirtualTime time = new VirtualTime(CalmWorld.START);
    private final Clock wall = time.clock();
    private final SteadyClock clock = new SteadyClock(wall, () -> time.elapsed().toNanos());
    private final CalmWorld rehearsal = new CalmWorld();

    @Test
    void aJumpChangesNoDurationByMoreThanFivePercent() {
        Instant before = clock.instant();
        time.jump(Duration.ofHours(1));
        time.run(Duration.ofSeconds(100));
        assertThat(Duration.between(before, clock.instant())).isEqualTo(Duration.ofSeconds(105));
        assertThat(clock.jump().text())
                .isEqualTo("the clock jumped forward by 1h to 2026-01-01T01:01:40Z;"
                        + " durations are measured without it");
    }

    @Test
    void itNeverGoesBackAndFollowsTheWallClock() {
        time.jump(Duration.ofMinutes(-10));
        Instant last = clock.instant();
        for (int second = 0; second < 3 * 3600 + 1200; second++) {
            time.run(Duration.ofSeconds(1));
            Instant now = clock.instant();
            assertThat(now).isAfter(last);
            last = now;
        }
        assertThat(last).isEqualTo(wall.instant());
        assertThat(clock.jump().number()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {60, -10, -60})
    void aPhaseIsJudgedAsIfTheClockHadNotJumped(long minutes) {
        rehearsal.upTo("5");
        rehearsal.run(rehearsal.shift("50"));
        Runner.Run verify =
                rehearsal.start(new Verify(rehearsal.context("orders#1"), "orders", Duration.ofSeconds(10)));
        rehearsal.time().run(Duration.ofSeconds(4));
        rehearsal.time().jump(Duration.ofMinutes(minutes));
        rehearsal.time().run(Duration.ofSeconds(4));
        assertThat(verify.result()).as("no phase is cut short").isNotDone();
        rehearsal.time().run(Duration.ofSeconds(6));
        assertThat(verify.result()).isCompleted();
        assertThat(rehearsal.record().verify().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(rehearsal.history())
                .filteredOn(h -> h.startsWith("clock: the clock jumped "))
                .hasSize(1);
    }

    @Test
    void aRollbackTakesNoNegativeTime() {
        rehearsal.upTo("5");
        Runner.Run rollback = rehearsal.start(rehearsal.rollback());
        rehearsal.time().run(Duration.ofMillis(500));
        rehearsal.time().jump(Duration.ofMinutes(-10));
        rehearsal.time().run(Duration.ofSeconds(20));
        Map<String, Object> result = rollback.result().join();
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.ROLLED_BACK);
        assertThat((Long) result.get("timeToRestoreMs")).isBetween(500L, 10_000L);
    }
}
