package io.jenkins.plugins.cutover.operation.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.shift.ShiftOptions;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.SingleFault;
import io.jenkins.plugins.cutover.simulation.Specs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RollbackTest {
    private final CalmWorld rehearsal = new CalmWorld();

    @Test
    void rollsBackFromEveryPhase() {
        for (List<String> phases : List.of(List.<String>of(), List.of("5"), List.of("5", "50"), List.of("50", "100"))) {
            CalmWorld one = new CalmWorld(Specs.orders(3), List.of(10, 200, 77));
            one.upTo(phases.toArray(String[]::new));
            Map<String, Object> result = one.run(one.rollback());
            assertThat(one.mesosAsBefore()).as("after %s", phases).isTrue();
            assertThat(one.record().state()).isEqualTo(CutoverState.ROLLED_BACK);
            assertThat(result).containsEntry("mesosInstances", 3);
        }
    }

    @Test
    void aSecondRunHasTheSameResultAndChangesNothing() {
        rehearsal.upTo("5");
        Map<String, Object> first = rehearsal.run(rehearsal.rollback());
        long revision = rehearsal.record().revision();
        assertThat(rehearsal.run(rehearsal.rollback())).isEqualTo(first);
        assertThat(rehearsal.record().revision()).isEqualTo(revision);
    }

    @ParameterizedTest
    @EnumSource(EksAfter.class)
    void handlesThePodsAsRequested(EksAfter target) {
        rehearsal.upTo("5");
        rehearsal.run(rehearsal.rollback(target));
        int replicas = rehearsal.world().cluster().replicas();
        assertThat(replicas)
                .isEqualTo(Map.of(EksAfter.KEEP, 2, EksAfter.SCALE_DOWN, 0, EksAfter.DELETE, -1)
                        .get(target));
    }

    @Test
    void doesNotWaitForASilentInstance() {
        rehearsal.upTo("50");
        rehearsal.world().fleet().get(0).freeze(true);
        Runner.Run run = rehearsal.start(rehearsal.rollback());
        rehearsal.time().run(Duration.ofSeconds(3));
        assertThat(rehearsal.asBefore(rehearsal.world().fleet().get(1))).isTrue();
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.PARTIAL);
        rehearsal.world().fleet().get(0).freeze(false);
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(run.result()).isCompleted();
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void scalesMesosUpFirstIfItWasScaledDown() {
        rehearsal.upTo("50");
        rehearsal.world().marathon().scaleTo(1);
        rehearsal.time().run(Duration.ofSeconds(2));
        Runner.Run run = rehearsal.start(rehearsal.rollback());
        rehearsal.time().run(Duration.ofMillis(100));
        assertThat(rehearsal.eksFractions()).as("until Mesos is whole").allSatisfy(f -> assertThat(f)
                .isGreaterThan(.4));
        rehearsal.time().run(Duration.ofSeconds(20));
        assertThat(run.result()).isCompleted();
        assertThat(rehearsal.mesosAsBefore()).isTrue();
        assertThat(rehearsal.world().marathon().healthy()).isEqualTo(3);
    }

    @Test
    void waitsForADeploymentThatLocksTheAppAndReportsIt() {
        rehearsal.upTo("50");
        rehearsal.world().marathon().scaleTo(1);
        rehearsal.time().run(Duration.ofSeconds(2));
        rehearsal.world().marathon().lock(Duration.ofSeconds(30));
        Runner.Run run = rehearsal.start(rehearsal.rollback());
        rehearsal.time().run(Duration.ofSeconds(5));
        assertThat(run.status()).contains("locked by deployment deployment-1, waiting for it");
        rehearsal.time().run(Duration.ofSeconds(60));
        assertThat(run.result()).isCompleted();
        assertThat(rehearsal.world().marathon().instances()).isEqualTo(3);
    }

    @Test
    void restoresADeletedApp() {
        rehearsal.upTo("5", "50");
        rehearsal.world().marathon().outsideDestroy();
        rehearsal.run(rehearsal.rollback());
        assertThat(rehearsal.world().marathon().healthy()).isEqualTo(3);
        assertThat(rehearsal.mesosAsBefore()).isTrue();
        assertThat(rehearsal.history()).anyMatch(h -> h.contains("it was deleted; restoring it"));
    }

    @Test
    void endsALaunchBackOffInsteadOfWaitingForIt() {
        rehearsal.upTo("5", "50");
        rehearsal.world().marathon().holdBack(Duration.ofHours(1));
        rehearsal.world().marathon().outsideScale(1);
        Runner.Run run = rehearsal.start(rehearsal.rollback());
        rehearsal.time().run(Duration.ofMinutes(1));
        assertThat(run.result()).isCompleted();
    }

    @Test
    void reliesOnHaproxyWhenMarathonDoesNotAnswer() {
        rehearsal.upTo("5", "50");
        rehearsal.world().marathon().outsideScale(1);
        rehearsal.time().run(Duration.ofSeconds(2));
        rehearsal.world().marathon().away(Duration.ofMinutes(1));
        rehearsal.start(rehearsal.rollback());
        rehearsal.time().run(Duration.ofSeconds(30));
        assertThat(rehearsal.eksFractions())
                .as("one of three can carry a third")
                .allSatisfy(f -> assertThat(f).isBetween(.4, .67));
        rehearsal.time().run(Duration.ofMinutes(2));
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void sendsMoreToMesosAfterAQuieterMinute() {
        CalmWorld quiet = judgedForLong();
        quiet.world().clients().rate(10);
        quiet.time().run(Duration.ofSeconds(70));
        quiet.world().marathon().lock(Duration.ofMinutes(1));
        quiet.world().marathon().outsideScale(1);
        quiet.time().run(Duration.ofMillis(1200));
        quiet.start(quiet.rollback());
        quiet.time().run(Duration.ofSeconds(1));
        assertThat(quiet.mesosAsBefore())
                .as("a third of Mesos carries a tenth of the load")
                .isTrue();
    }

    @Test
    void aQuietMomentDoesNotCountAsLessLoad() {
        CalmWorld lull = judgedForLong();
        lull.world().marathon().lock(Duration.ofMinutes(1));
        lull.world().marathon().outsideScale(1);
        lull.world().clients().rate(5);
        lull.time().run(Duration.ofSeconds(10));
        lull.start(lull.rollback());
        lull.time().run(Duration.ofSeconds(1));
        assertThat(lull.eksFractions()).as("two thirds are missing").allSatisfy(f -> assertThat(f)
                .isGreaterThan(.55));
    }

    @Test
    void anUncountedInstanceDoesNotCountAsLessLoad() {
        CalmWorld partly = judgedForLong();
        partly.world().fleet().get(0).cutOff(true);
        partly.time().run(Duration.ofMillis(1200));
        partly.world().marathon().lock(Duration.ofMinutes(1));
        partly.world().marathon().outsideScale(1);
        partly.time().run(Duration.ofMillis(1500));
        partly.start(partly.rollback());
        partly.time().run(Duration.ofSeconds(4));
        assertThat(partly.eksFractions().get(1)).as("two thirds are missing").isGreaterThan(.55);
    }

    @Test
    void unusedServerLinesAreNotMissingCapacity() {
        rehearsal.world().marathon().scaleTo(2);
        rehearsal.time().run(Duration.ofSeconds(2));
        rehearsal.upTo("50");
        rehearsal.run(rehearsal.rollback());
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void withoutAnAnswerOfHaproxyNothingIsSentToMesos() {
        rehearsal.upTo("50");
        rehearsal.world().marathon().lock(Duration.ofMinutes(1));
        rehearsal.world().marathon().outsideScale(1);
        rehearsal.world().fleet().forEach(i -> i.cutOff(true));
        rehearsal.time().run(Duration.ofSeconds(2));
        rehearsal.start(rehearsal.rollback());
        rehearsal.time().run(Duration.ofSeconds(10));
        rehearsal.world().fleet().forEach(i -> i.cutOff(false));
        rehearsal.time().run(Duration.ofSeconds(4));
        assertThat(rehearsal.eksFractions()).as("two thirds are missing").allSatisfy(f -> assertThat(f)
                .isBetween(.49, .67));
        rehearsal.time().run(Duration.ofMinutes(2));
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    /** At 66 %, with samples that tell what Mesos carried and what is asked. */
    private static CalmWorld judgedForLong() {
        CalmWorld one =
                new CalmWorld(Specs.of("orders", 2, List.of("5", "66"), Map.of("max", "10m")), List.of(100, 100, 100));
        one.upTo("5");
        one.run(one.shift("66"));
        one.start(new Verify(one.context("orders#1"), "orders", Duration.ofMinutes(10)));
        one.time().run(Duration.ofSeconds(10));
        return one;
    }

    @Test
    void leavesDeadPodsAtOnceWhateverMesosCanCarry() {
        rehearsal.upTo("5", "50");
        rehearsal.world().marathon().outsideScale(1);
        rehearsal.world().cluster().killPods(2, Duration.ofHours(1));
        rehearsal.time().run(Duration.ofSeconds(2));
        rehearsal.start(rehearsal.rollback());
        rehearsal.time().run(Duration.ofMillis(100));
        assertThat(rehearsal.eksFractions()).containsOnly(0.0);
        assertThat(rehearsal.record().rollback().eksFailing()).isTrue();
        assertThat(rehearsal.history()).anySatisfy(e -> assertThat(e)
                .startsWith("rollback: rollback to Mesos from 50%")
                .contains("all traffic leaves EKS at once: none of the 2 EKS servers is up on"));
    }

    @Test
    void podsThatDieDuringTheRollbackEndTheWaitForMesos() {
        rehearsal.upTo("5", "50");
        rehearsal.world().marathon().outsideScale(1);
        rehearsal.time().run(Duration.ofSeconds(2));
        rehearsal.start(rehearsal.rollback());
        rehearsal.time().run(Duration.ofMillis(100));
        assertThat(rehearsal.record().rollback().eksFailing()).isFalse();
        rehearsal.world().cluster().killPods(2, Duration.ofHours(1));
        rehearsal.time().run(Duration.ofSeconds(3));
        assertThat(rehearsal.eksFractions()).containsOnly(0.0);
        assertThat(rehearsal.record().rollback().eksFailing()).isTrue();
        assertThat(rehearsal.history())
                .anySatisfy(e -> assertThat(e)
                        .startsWith("rollback: all traffic leaves EKS at once: none of the 2 EKS servers is up on"))
                .noneSatisfy(e -> assertThat(e).contains("Mesos can carry everything"));
    }

    @Test
    void anOperationThatWritesEverySecondDoesNotOutrunIt() {
        rehearsal.upTo("5");
        rehearsal.start(rehearsal.shift("100", Duration.ofMinutes(2)));
        rehearsal.world().marathon().away(Duration.ofMinutes(1));
        rehearsal.time().run(Duration.ofSeconds(2));
        rehearsal.start(rehearsal.rollback());
        rehearsal.time().run(Duration.ofSeconds(12));
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.ROLLING_BACK);
        assertThat(rehearsal.eksFractions()).containsOnly(0.0);
    }

    @ParameterizedTest
    @EnumSource(names = {"SCALE_DOWN", "DELETE"})
    void doesNotStayOpenIfEksCannotBeCleanedUp(EksAfter target) {
        rehearsal.upTo("5", "50");
        rehearsal.world().cluster().away(Duration.ofHours(1));
        rehearsal.run(rehearsal.rollback(target));
        assertThat(rehearsal.mesosAsBefore()).isTrue();
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.ROLLED_BACK);
        assertThat(rehearsal.history())
                .anySatisfy(e ->
                        assertThat(e).startsWith("eks: on EKS nothing was ").contains("do it by hand: "));
    }

    @Test
    void cleansUpEksOnceRequestsOfADeadDeployCannotTakeEffect() {
        rehearsal.world().cluster().start(Duration.ofMinutes(1));
        Runner.Run dies = rehearsal.start(rehearsal.deploy());
        rehearsal.time().run(Duration.ofSeconds(2));
        dies.cancel();
        Runner.Run back = rehearsal.start(rehearsal.rollback(EksAfter.DELETE));
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(rehearsal.world().cluster().replicas()).isEqualTo(2);
        assertThat(back.status()).endsWith("requests of its deploy may still take effect");
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(back.result()).isCompleted();
        assertThat(rehearsal.world().cluster().replicas()).isNegative();
    }

    @Test
    void theLastRequestForEksHolds() {
        rehearsal.upTo("5");
        rehearsal.world().marathon().lock(Duration.ofSeconds(20));
        rehearsal.world().marathon().outsideScale(2);
        rehearsal.start(rehearsal.rollback(EksAfter.DELETE));
        rehearsal.time().run(Duration.ofSeconds(2));
        rehearsal.start(rehearsal.rollback(EksAfter.SCALE_DOWN));
        rehearsal.time().run(Duration.ofMinutes(2));
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.ROLLED_BACK);
        assertThat(rehearsal.history().stream().filter(e -> e.contains("afterwards on EKS")))
                .hasSize(1);
        assertThat(rehearsal.world().cluster().replicas()).isZero();
    }

    @Test
    void aLateRequestForEksIsServed() {
        rehearsal.upTo("5");
        Runner.Run first = rehearsal.start(rehearsal.rollback());
        rehearsal.time().run(Duration.ofSeconds(2));
        rehearsal.start(rehearsal.rollback(EksAfter.DELETE));
        rehearsal.time().run(Duration.ofMinutes(1));
        assertThat(first.result()).isCompleted();
        assertThat(rehearsal.world().cluster().replicas()).isNegative();
    }

    @Test
    void aServerThatWentDownDuringTheMarathonRequestIsNotUp() {
        rehearsal.upTo("5", "50");
        rehearsal.world().marathon().away(Duration.ofMinutes(1));
        rehearsal.world().marathon().staging(Duration.ofMinutes(5));
        rehearsal
                .time()
                .after(Duration.ofSeconds(2), () -> rehearsal.world().marathon().kill(2));
        rehearsal.start(rehearsal.rollback());
        rehearsal.time().run(Duration.ofSeconds(14));
        assertThat(rehearsal.record().rollback()).isNotNull();
        assertThat(rehearsal.record().share()).isGreaterThan(Share.NONE);
    }

    @Test
    void onlyTheIntendedCutoverIsRolledBack() {
        rehearsal.upTo("5");
        CutoverRecord first = rehearsal.record();
        rehearsal.run(rehearsal.rollback());
        rehearsal.time().run(Duration.ofSeconds(1));
        rehearsal.upTo("5", "50");
        var late = Rollback.of(rehearsal.context("orders#1"), first, "late", Duration.ofMinutes(1));
        assertThat(rehearsal.run(late)).containsKey(Rollback.LEFT);
        assertThat(rehearsal.record().share()).isEqualTo(Share.ofPercent(50));
    }

    @Test
    void aContinuedCutoverIsNotRolledBack() {
        rehearsal.upTo("5");
        CutoverRecord abandoned = rehearsal.record();
        rehearsal.journal().save(abandoned.with(d -> d.owner(new Owner("build", "orders#2"))));
        var late = Rollback.of(rehearsal.context("orders#1"), abandoned, "its owner is gone", Duration.ofMinutes(1));
        assertThat(rehearsal.run(late)).containsEntry(Rollback.LEFT, "build orders#2 continues it");
    }

    @Test
    void deletesThePodsOnRequestAfterTheVerdict() {
        rehearsal.upTo("5");
        rehearsal.run(rehearsal.shift("25"));
        rehearsal.world().clients().errors(Side.EKS, 1);
        assertThatThrownBy(() -> rehearsal.run(rehearsal.verify())).hasMessageContaining("HARMFUL");
        rehearsal.run(rehearsal.rollback(EksAfter.DELETE));
        assertThat(rehearsal.world().cluster().replicas()).isNegative();
    }

    @Test
    void aLateTickOfAShiftIsCorrected() {
        rehearsal.upTo("5");
        SingleFault wire = new SingleFault(rehearsal.time());
        wire.on("to unix:/orders/lb1", 1, () -> rehearsal.run(rehearsal.rollback()));
        Shift late = new Shift(
                rehearsal.context("orders#1", wire),
                "orders",
                Share.ofPercent("50"),
                ShiftOptions.of(Duration.ZERO, Duration.ZERO));
        assertThatThrownBy(() -> rehearsal.run(late)).hasMessageContaining("orders is ROLLED_BACK; deploy it first");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void waitsUntilMesosHasBeenHealthyForAWhile() {
        rehearsal.upTo("5");
        Runner.Run run = rehearsal.start(rehearsal.rollback());
        rehearsal.time().run(Duration.ofMillis(1200));
        rehearsal.world().marathon().kill(1);
        rehearsal.time().run(Duration.ofMillis(1500));
        assertThat(run.result()).isNotDone();
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(run.result()).isCompleted();
    }

    @Test
    void aProcessThatWasSuspendedReadsMesosAgain() {
        rehearsal.upTo("5");
        SingleFault wire = new SingleFault(rehearsal.time());
        Runner.Run run = rehearsal.start(
                new Rollback(rehearsal.context("me", wire), "orders", "a test", EksAfter.KEEP, Duration.ofMinutes(10)));
        rehearsal.time().run(Duration.ofMillis(1800));
        wire.on(
                "marathon app",
                1,
                () -> wire.on("haproxy", 1, () -> {
                    rehearsal.world().marathon().outsideScale(1);
                    rehearsal.time().run(Duration.ofMinutes(1));
                }));
        rehearsal.time().run(Duration.ofMinutes(3));
        assertThat(run.result()).isCompleted();
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void namesTheKnownServicesForAnUnknownName() {
        rehearsal.upTo("5");
        Rollback wrong = new Rollback(rehearsal.context("me"), "order", "a test", EksAfter.KEEP, Duration.ofMinutes(1));
        assertThatThrownBy(wrong::tick)
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("service: \"order\" has no cutover; known: orders");
    }
}
