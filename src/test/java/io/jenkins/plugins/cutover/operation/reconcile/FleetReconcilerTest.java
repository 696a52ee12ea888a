package io.jenkins.plugins.cutover.operation.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.Specs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetReconcilerTest {
    private final CalmWorld rehearsal =
            new CalmWorld(Specs.of("orders", 2, List.of("50"), Map.of("max", "10m")), List.of(100, 100));

    @BeforeEach
    void aPhaseIsJudgedForLong() {
        rehearsal.upTo();
        rehearsal.run(rehearsal.shift("50"));
        rehearsal.start(new Verify(rehearsal.context("orders#1"), "orders", Duration.ofMinutes(10)));
        rehearsal.time().run(Duration.ofSeconds(5));
    }

    @Test
    void aChangeOfMesosFromOutsideAndItsEndAreReportedOnce() {
        rehearsal.world().marathon().outsideScale(1);
        rehearsal.time().run(Duration.ofSeconds(30));
        rehearsal.world().marathon().outsideScale(2);
        rehearsal.time().run(Duration.ofSeconds(30));
        assertThat(rehearsal.history().stream().filter(h -> h.startsWith("mesos: ")))
                .containsExactly(
                        "mesos: Marathon runs 1 instances, 2 were recorded; it was changed from outside",
                        "mesos: Marathon runs the app as it was recorded again");
    }

    @Test
    void aClockThatIsSetBackDoesNotStopThePolls() {
        rehearsal.time().jump(Duration.ofHours(-1));
        rehearsal.world().marathon().outsideScale(1);
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(rehearsal.history()).anyMatch(h -> h.startsWith("mesos: Marathon runs 1 instances"));
    }

    @Test
    void silentPlatformsDelayTheVerdictByOneRequestAtMost() {
        rehearsal.world().marathon().away(Duration.ofMinutes(5));
        rehearsal.world().cluster().away(Duration.ofMinutes(5));
        rehearsal.time().run(Duration.ofMinutes(1));
        rehearsal.world().clients().errors(Side.EKS, 1);
        rehearsal.time().run(Duration.ofSeconds(13));
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void everyReloadIsReportedThoughTheyAreAlike() {
        for (int i = 0; i < 3; i++) {
            rehearsal.world().reload(rehearsal.world().fleet().get(0));
            rehearsal.time().run(Duration.ofSeconds(5));
        }
        assertThat(rehearsal.history().stream().filter(h -> h.startsWith("put-right: ")))
                .hasSize(3);
        assertThat(rehearsal.history().stream().filter(h -> h.startsWith("drift: ")))
                .hasSize(3);
    }

    @Test
    void anInstanceThatAnswersAgainIsHealthy() {
        rehearsal.world().fleet().get(1).cutOff(true);
        rehearsal.time().run(Duration.ofMillis(2500));
        assertThat(rehearsal.record().confirmed().get("unix:/orders/lb2").problem())
                .isNotEmpty();
        rehearsal.world().fleet().get(1).cutOff(false);
        rehearsal.time().run(Duration.ofSeconds(4));
        assertThat(rehearsal.record().confirmed().get("unix:/orders/lb2").problem())
                .isEmpty();
        assertThat(rehearsal.history()).contains("answers: unix:/orders/lb2: it is in the desired state");
    }

    @Test
    void podsThatMoveAreFollowed() {
        rehearsal.world().cluster().killPods(1, Duration.ZERO);
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(rehearsal.history()).anyMatch(h -> h.startsWith("endpoints: EKS serves from 2 pods now"));
        assertThat(rehearsal.eksFractions()).allSatisfy(f -> assertThat(f).isBetween(.499, .501));
    }

    /** Before, HAProxy saw the old pods go first, and that was harm. */
    @Test
    void aRollingUpdateThatReplacesAllPodsAtOnceIsFollowedAndIsNoHarm() {
        rehearsal.world().cluster().replacePods();
        rehearsal.time().run(Duration.ofSeconds(15));
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.RUNNING);
        assertThat(rehearsal.history()).anyMatch(h -> h.startsWith("endpoints: EKS serves from 2 pods now"));
        assertThat(rehearsal.eksFractions()).allSatisfy(f -> assertThat(f).isBetween(.499, .501));
    }

    @Test
    void podsThatDieWithoutNewOnesAreHarmInTheSameTick() {
        rehearsal.world().cluster().killPods(2, Duration.ofHours(1));
        rehearsal.time().run(Duration.ofSeconds(4));
        assertThat(rehearsal.record().state()).isNotEqualTo(CutoverState.RUNNING);
        assertThat(rehearsal.eksFractions()).allSatisfy(f -> assertThat(f).isZero());
    }
}
