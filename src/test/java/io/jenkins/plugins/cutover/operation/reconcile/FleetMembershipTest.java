package io.jenkins.plugins.cutover.operation.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.HaproxySpec;
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
        HaproxySpec haproxy = rehearsal.world().spec().haproxy();
        rehearsal
                .world()
                .edit(rehearsal
                        .world()
                        .spec()
                        .withHaproxy(haproxy.withInstances(
                                List.of(haproxy.instances().get(0)))));
        assertThatThrownBy(() -> rehearsal.run(rehearsal.shift("25")))
                .hasMessageContaining(
                        "the service file of orders differs from the record of the open cutover: it does not"
                                + " name unix:/orders/lb2 any more; put it back as it was, or roll back");
    }
}
