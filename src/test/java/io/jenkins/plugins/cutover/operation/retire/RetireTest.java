package io.jenkins.plugins.cutover.operation.retire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.HandoverSpec;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.retire.Retire.MesosAfter;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.Specs;
import io.jenkins.plugins.cutover.simulation.world.Network;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetireTest {
    private final CalmWorld rehearsal = new CalmWorld();

    @ParameterizedTest
    @EnumSource(MesosAfter.class)
    void givesMesosUpAfterTheSoakAndReportsWhatWasReleased(MesosAfter target) {
        rehearsal.upTo("5", "100");
        Runner.Run run = rehearsal.start(retire(target));
        rehearsal.time().run(Duration.ofSeconds(50));
        assertThat(rehearsal.world().marathon().instances())
                .as("while it soaks")
                .isEqualTo(3);
        rehearsal.time().run(Duration.ofSeconds(20));
        assertThat(run.result())
                .isCompletedWithValueMatching(r -> r.get("instances").equals(3));
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.RETIRED);
        assertThat(rehearsal.world().marathon().instances()).isZero();
        assertThat(rehearsal.world().marathon().exists()).isEqualTo(target == MesosAfter.SCALE_DOWN);
        assertThat(rehearsal.world().clients().unserved()).isZero();
        assertThat(rehearsal.history()).contains("retire: Mesos is given up, allowed by alice");
    }

    @Test
    void theSoakBeginsAnewAfterAnInstanceLostItsState() {
        rehearsal.upTo("5", "100");
        Runner.Run run = rehearsal.start(retire(MesosAfter.DELETE));
        rehearsal.time().run(Duration.ofSeconds(58));
        rehearsal.world().fleet().forEach(rehearsal.world()::reload);
        rehearsal.time().run(Duration.ofSeconds(55));
        assertThat(rehearsal.world().marathon().instances()).isEqualTo(3);
        assertThat(rehearsal.history())
                .anyMatch(h -> h.startsWith("soak: the soak begins anew: unix:/orders/lb1: EKS has 0%, not 100%"));
        rehearsal.time().run(Duration.ofSeconds(20));
        assertThat(run.result()).isCompleted();
        assertThat(rehearsal.world().clients().unserved()).isZero();
    }

    @Test
    void timeInWhichNoRunLooksIsNoSoak() {
        rehearsal.upTo("5", "100");
        rehearsal.time().run(Duration.ofHours(1));
        Runner.Run run = rehearsal.start(retire(MesosAfter.DELETE));
        rehearsal.time().run(Duration.ofSeconds(55));
        assertThat(rehearsal.world().marathon().instances()).isEqualTo(3);
        rehearsal.time().run(Duration.ofSeconds(15));
        assertThat(run.result()).isCompleted();
    }

    @Test
    void mesosIsKeptWhileAnInstanceDoesNotAnswer() {
        rehearsal.upTo("5", "100");
        Runner.Run run = rehearsal.start(retire(MesosAfter.DELETE));
        rehearsal.time().run(Duration.ofSeconds(30));
        rehearsal.world().fleet().get(1).cutOff(true);
        rehearsal.time().run(Duration.ofSeconds(40));
        assertThat(rehearsal.world().marathon().instances()).isEqualTo(3);
        rehearsal.world().fleet().get(1).cutOff(false);
        rehearsal.time().run(Duration.ofSeconds(50));
        assertThat(run.result()).isCompleted();
    }

    @Test
    void otherServicesOfTheEnvironmentNeedNotWaitForTheSoak() {
        rehearsal.upTo("5", "100");
        rehearsal.start(retire(MesosAfter.DELETE));
        rehearsal.time().run(Duration.ofSeconds(30));
        assertThat(rehearsal.locks().holder("prod")).isEmpty();
        assertThatThrownBy(() -> rehearsal.run(new Retire(
                        rehearsal.context("orders#2"),
                        "orders",
                        Duration.ofMinutes(1),
                        "bob",
                        MesosAfter.DELETE,
                        Duration.ofMinutes(5))))
                .hasMessageContaining("the completed cutover is held by build orders#1");
    }

    @Test
    void isRefusedBeforeAllTrafficIsOnEks() {
        rehearsal.upTo("50");
        assertThatThrownBy(() -> rehearsal.run(retire(MesosAfter.DELETE)))
                .hasMessageContaining("orders is RUNNING with 50% on EKS; only a completed cutover can give Mesos up");
        assertThat(rehearsal.world().marathon().instances()).isEqualTo(3);
    }

    @Test
    void isRefusedWhileNothingKeepsTheServiceReachable() {
        ServiceSpec undecided = Specs.orders(2).withHandover(HandoverSpec.DEFAULT);
        CalmWorld world = new CalmWorld(undecided, List.of(100, 100, 100));
        world.upTo("5", "100");
        assertThatThrownBy(() -> world.run(new Retire(
                        world.context("orders#1"),
                        "orders",
                        Duration.ofMinutes(1),
                        "alice",
                        MesosAfter.DELETE,
                        Duration.ofMinutes(15))))
                .hasMessageContaining("Mesos is kept for orders: the handover is not proven");
        assertThat(world.world().marathon().instances()).isEqualTo(3);
        assertThat(world.record().handed().afterReload()).isEqualTo(10_000);
    }

    @Test
    void rollsBackIfEksDiesDuringTheSoak() {
        rehearsal.upTo("5", "100");
        Runner.Run run = rehearsal.start(retire(MesosAfter.DELETE));
        rehearsal.time().run(Duration.ofSeconds(10));
        rehearsal.world().cluster().killPods(2, Duration.ofMinutes(10));
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(run.result()).isCompletedExceptionally();
        assertThat(rehearsal.mesosAsBefore()).isTrue();
        assertThat(rehearsal.world().marathon().instances()).isEqualTo(3);
    }

    @Test
    void aRollbackIsRefusedAfterIt() {
        rehearsal.upTo("5", "100");
        rehearsal.run(retire(MesosAfter.DELETE));
        assertThatThrownBy(() -> rehearsal.run(rehearsal.rollback()))
                .isInstanceOf(CutoverException.class)
                .hasMessageContaining("Mesos was given up for orders; there is nothing to come back to");
    }

    @Test
    void anotherRunContinuesAfterACrash() {
        lockedWhenAllIsDrained().cancel();
        rehearsal.run(retire(MesosAfter.DELETE));
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.RETIRED);
    }

    private Runner.Run lockedWhenAllIsDrained() {
        rehearsal.upTo("5", "100");
        rehearsal.world().marathon().lock(Duration.ofMinutes(3));
        Runner.Run run = rehearsal.start(retire(MesosAfter.DELETE));
        rehearsal.time().run(Duration.ofSeconds(70));
        assertThat(run.status()).contains("locked by deployment deployment-1, waiting for it");
        return run;
    }

    @Test
    void aReloadedInstanceIsDrainedAgainBeforeMesosIsReleased() {
        Runner.Run run = lockedWhenAllIsDrained();
        rehearsal.world().reload(rehearsal.world().fleet().get(0));
        rehearsal.time().run(Duration.ofMinutes(3));
        assertThat(run.result()).isCompleted();
        assertThat(rehearsal.world().fleet().get(0).maintained(Side.MESOS)).isEqualTo(3);
        assertThat(rehearsal.world().clients().unserved()).isZero();
    }

    @Test
    void rollsBackIfEksDiesBeforeMarathonReceivesTheRequest() {
        Runner.Run run = lockedWhenAllIsDrained();
        rehearsal.world().cluster().killPods(2, Duration.ofMinutes(10));
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(run.result()).isCompletedExceptionally();
        assertThat(rehearsal.mesosAsBefore()).isTrue();
        assertThat(rehearsal.world().marathon().instances()).isEqualTo(3);
    }

    @Test
    void mesosIsKeptWhenEksFailsWhileMarathonIsLocked() {
        Runner.Run run = lockedWhenAllIsDrained();
        rehearsal.world().clients().errors(Side.EKS, 1);
        rehearsal.time().run(Duration.ofSeconds(15));
        assertThat(rehearsal.mesosAsBefore())
                .as(String.join("\n", rehearsal.history()))
                .isTrue();
        rehearsal.time().run(Duration.ofMinutes(5));
        assertThat(run.result()).isCompletedExceptionally();
        assertThat(rehearsal.world().marathon().instances()).isEqualTo(3);
    }

    @Test
    void waitsForMarathonForALimitedTime() {
        rehearsal.upTo("5", "100");
        rehearsal.world().marathon().lock(Duration.ofHours(3));
        assertThatThrownBy(() -> rehearsal.run(retire(MesosAfter.DELETE)))
                .hasMessageContaining(
                        "Mesos is not given up yet after 15m: locked by deployment deployment-1, waiting for"
                                + " it; run it again, or correct this by hand");
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.COMPLETED);
    }

    @Test
    void aLateRequestToMarathonIsUndoneByTheRollback() {
        rehearsal.upTo("5", "100");
        Retire retire = new Retire(
                rehearsal.context("orders#1", lateAtMarathon(Duration.ofSeconds(12))),
                "orders",
                Duration.ofMinutes(1),
                "alice",
                MesosAfter.SCALE_DOWN,
                Duration.ofMinutes(15));
        rehearsal.start(retire);
        rehearsal.time().run(Duration.ofSeconds(59));
        rehearsal.time().after(Duration.ofSeconds(3), () -> rehearsal.start(rehearsal.rollback()));
        rehearsal.time().run(Duration.ofMinutes(1));
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.ROLLED_BACK);
        assertThat(rehearsal.world().marathon().instances()).isEqualTo(3);
    }

    private Network lateAtMarathon(Duration later) {
        Network calm = Network.calm(rehearsal.time());
        return new Network() {
            @Override
            public void pass(String call, Duration duration) {
                calm.pass(call, duration);
            }

            @Override
            public boolean answers(String system) {
                return true;
            }

            @Override
            public Delivery delivery(String system, int commands, Duration deadline) {
                return system.equals("marathon")
                        ? new Delivery(0, Rest.LATE, later)
                        : calm.delivery(system, commands, deadline);
            }
        };
    }

    private Retire retire(MesosAfter target) {
        return new Retire(
                rehearsal.context("orders#1"),
                "orders",
                Duration.ofMinutes(1),
                "alice",
                target,
                Duration.ofMinutes(15));
    }
}
