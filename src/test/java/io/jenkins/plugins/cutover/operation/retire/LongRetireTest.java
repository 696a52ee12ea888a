package io.jenkins.plugins.cutover.operation.retire;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.retire.Retire.MesosAfter;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A retirement that takes so long that the record's history no longer holds its beginning. */
class LongRetireTest {
    private final CalmWorld world = new CalmWorld();

    @BeforeEach
    void complete() {
        world.upTo("5", "100");
    }

    @Test
    void aSoakOfADayEndsThoughHaproxyIsReloadedWithItsStateEveryFiveMinutes() {
        Runner.Run run = world.start(retire(Duration.ofHours(24), Duration.ofMinutes(15)));
        reload(Duration.ofMinutes(5), Duration.ofHours(24).plusMinutes(10), world.world()::reloadWithState);
        assertThat(run.result()).isCompleted();
        assertThat(world.record().state()).isEqualTo(CutoverState.RETIRED);
    }

    @Test
    void aDecisionToRetireIsKeptWhileTheAppIsLockedForHours() {
        world.world().marathon().lock(Duration.ofHours(5));
        Runner.Run run = world.start(retire(Duration.ofMinutes(1), Duration.ofHours(6)));
        world.time().run(Duration.ofMinutes(2));
        reload(Duration.ofMinutes(1), Duration.ofMinutes(255), world.world()::reload);
        assertThat(world.record().eventsBefore()).isGreaterThanOrEqualTo(CutoverRecord.MAX_EVENTS / 2);
        assertThat(run.status()).contains("locked by deployment");
        world.time().run(Duration.ofHours(1));
        assertThat(run.result()).isCompleted();
        assertThat(world.history())
                .as("decided once, long ago")
                .doesNotContain("retire: Mesos is given up, allowed by alice");
    }

    private void reload(Duration every, Duration until, Consumer<HaproxyModel> reload) {
        for (Duration at = Duration.ZERO; at.compareTo(until) < 0; at = at.plus(every)) {
            reload.accept(world.world().fleet().get(0));
            world.time().run(every);
        }
    }

    private Retire retire(Duration soak, Duration timeout) {
        return new Retire(world.context("orders#1"), "orders", soak, "alice", MesosAfter.SCALE_DOWN, timeout);
    }
}
