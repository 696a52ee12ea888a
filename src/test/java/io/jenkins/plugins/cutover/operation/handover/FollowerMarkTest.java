package io.jenkins.plugins.cutover.operation.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.HandoverSpec;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.guard.Guard;
import io.jenkins.plugins.cutover.operation.guard.GuardLease;
import io.jenkins.plugins.cutover.operation.retire.Retire;
import io.jenkins.plugins.cutover.operation.retire.Retire.MesosAfter;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service whose pods a follower keeps in HAProxy. */
class FollowerMarkTest {
    private final CalmWorld world = new CalmWorld(
            Specs.orders(2).withHandover(new HandoverSpec(HandoverSpec.Form.FOLLOW, "", "")), List.of(100, 100, 100));

    @BeforeEach
    void completed() {
        world.upTo("5", "100");
    }

    @Test
    void mesosIsKeptWithoutAFollowerAndRetiredWithOne() {
        assertThatThrownBy(() -> world.run(retire())).hasMessageContaining("no follower runs");
        Runner.Run guard = follow();
        world.time().run(Duration.ofSeconds(15));
        assertThat(world.record().handed().follower()).contains("controller");
        world.run(retire());
        assertThat(world.record().state()).isEqualTo(CutoverState.RETIRED);
        world.world().fleet().forEach(world.world()::reload);
        world.time().run(Duration.ofSeconds(10));
        assertThat(world.eksFractions()).allMatch(f -> f == 1);
        assertThat(guard.result()).isNotDone();
    }

    @Test
    void aFollowerThatHasEndedIsNoLongerSeen() {
        Runner.Run guard = follow();
        world.time().run(Duration.ofSeconds(15));
        guard.cancel();
        world.time().run(Duration.ofSeconds(70));
        assertThatThrownBy(() -> world.run(retire())).hasMessageContaining("no follower runs");
        assertThat(world.world().marathon().instances()).isEqualTo(3);
    }

    @Test
    void aFollowerThatDoesNotReachAnInstanceIsNotCounted() {
        world.world().fleet().get(1).cutOff(true);
        follow();
        world.time().run(Duration.ofSeconds(30));
        assertThat(world.record().handed().followedAt()).isNull();
    }

    @Test
    void theMarkIsWrittenRarely() {
        follow();
        world.time().run(Duration.ofSeconds(30));
        Set<Instant> marks = new HashSet<>();
        for (int second = 0; second < 120; second++) {
            world.time().run(Duration.ofSeconds(1));
            marks.add(world.record().handed().followedAt());
        }
        assertThat(marks).hasSizeBetween(4, 7);
    }

    private Runner.Run follow() {
        Context controller = world.context("the controller");
        return world.start(new Guard(controller, "orders", GuardLease.of(controller), owner -> true));
    }

    private Retire retire() {
        return new Retire(
                world.context("orders#1"),
                "orders",
                Duration.ofSeconds(30),
                "alice",
                MesosAfter.SCALE_DOWN,
                Duration.ofMinutes(15));
    }
}
