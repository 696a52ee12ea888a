package io.jenkins.plugins.cutover.operation.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.retire.Retire;
import io.jenkins.plugins.cutover.operation.retire.Retire.MesosAfter;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetMembershipTest {
    private final CalmWorld rehearsal = new CalmWorld();

    @Test
    void anInstanceThatJoinsInMidPhaseIsSetToTheShareAndConfirmed() {
        rehearsal.upTo("5");
        rehearsal.run(rehearsal.shift("50"));
        Runner.Run verify = rehearsal.start(rehearsal.verify());
        rehearsal.time().run(Duration.ofMillis(1500));
        rehearsal.world().join();
        rehearsal.time().run(Duration.ofSeconds(30));
        assertThat(verify.result()).isCompleted();
        assertThat(rehearsal.eksFractions()).hasSize(3).allMatch(f -> Math.abs(f - .5) < .01);
        assertThat(rehearsal.record().confirmed()).containsKey("unix:/orders/lb3");
        assertThat(rehearsal.history())
                .contains("fleet: unix:/orders/lb3 joined the fleet: the service file names it; it is set to 50%");
    }

    @Test
    void anInstanceThatJoinsInTheSoakRestartsIt() {
        rehearsal.upTo("5", "100");
        Runner.Run run = rehearsal.start(new Retire(
                rehearsal.context("orders#1"),
                "orders",
                Duration.ofMinutes(1),
                "alice",
                MesosAfter.DELETE,
                Duration.ofMinutes(15)));
        rehearsal.time().run(Duration.ofSeconds(50));
        rehearsal.world().join();
        rehearsal.time().run(Duration.ofSeconds(50));
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.COMPLETED);
        rehearsal.time().run(Duration.ofSeconds(30));
        assertThat(run.result()).isCompleted();
        assertThat(rehearsal.world().clients().unserved()).isZero();
    }

    @Test
    void anInstanceThatDoesNotAnswerIsNotAdopted() {
        rehearsal.upTo("5");
        rehearsal.world().join().cutOff(true);
        assertThatThrownBy(() -> rehearsal.run(rehearsal.shift("25")))
                .hasMessageContaining(
                        "names unix:/orders/lb3, which the record does not know and which cannot be adopted:"
                                + " unix:/orders/lb3: no answer");
    }

    @Test
    void aStepStopsWhenTheServiceFileDoesNotNameAnInstanceAnyMore() {
        rehearsal.upTo("5");
        fileLosesAnInstance();
        assertThatThrownBy(() -> rehearsal.run(rehearsal.shift("25")))
                .hasMessageContaining(
                        "the service file of orders differs from the record of the open cutover: it does not"
                                + " name unix:/orders/lb2 any more; put it back as it was, or roll back");
    }

    private void fileLosesAnInstance() {
        HaproxySpec haproxy = rehearsal.world().spec().haproxy();
        rehearsal
                .world()
                .edit(rehearsal
                        .world()
                        .spec()
                        .withHaproxy(haproxy.withInstances(
                                List.of(haproxy.instances().get(0)))));
    }

    /** To end the step would leave EKS its traffic, judged by nothing. */
    @Test
    void aPhaseIsJudgedOnButDoesNotPassWhileTheServiceFileDiffers() {
        rehearsal.upTo("5");
        rehearsal.run(rehearsal.shift("25"));
        Runner.Run phase = rehearsal.start(rehearsal.verify());
        fileLosesAnInstance();
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(phase.result()).isNotDone();
        assertThat(rehearsal.history())
                .filteredOn(e -> e.startsWith("service-file: "))
                .hasSize(1);
        rehearsal.world().edit(rehearsal.world().spec());
        rehearsal.time().run(Duration.ofSeconds(5));
        assertThat(phase.result()).isCompleted();
        assertThat(rehearsal.history()).contains("service-file: the service file names the recorded fleet again");
    }

    @Test
    void harmSendsTheTrafficBackWhileTheServiceFileDiffers() {
        rehearsal.upTo("5");
        rehearsal.run(rehearsal.shift("25"));
        rehearsal.start(rehearsal.verify());
        fileLosesAnInstance();
        rehearsal.world().clients().errors(Side.EKS, 0.5);
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void aRampIsTakenBackWhenTheServiceFileBeginsToDiffer() {
        rehearsal.upTo("5");
        Runner.Run ramp = rehearsal.start(rehearsal.shift("50", Duration.ofSeconds(20)));
        rehearsal.time().run(Duration.ofSeconds(8));
        fileLosesAnInstance();
        rehearsal.time().run(Duration.ofSeconds(5));
        assertThat(ramp.result()).isCompletedExceptionally();
        assertThat(rehearsal.record().share()).isEqualTo(Share.ofPercent("5"));
        assertThat(rehearsal.eksFractions()).allSatisfy(f -> assertThat(f).isLessThan(.06));
    }
}
