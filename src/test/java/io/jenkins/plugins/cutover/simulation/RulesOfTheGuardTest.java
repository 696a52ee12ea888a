package io.jenkins.plugins.cutover.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Side;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A guard's process lives and does nothing (15): each rule must report what it misses. */
class RulesOfTheGuardTest extends RuleBreaker {
    @BeforeEach
    void aGuardThatDoesNothing() {
        world.clients().rate(300);
        cutover.guards("orders", build);
    }

    private void pass(int seconds) {
        cutover.time().run(Duration.ofSeconds(seconds));
    }

    private void complete() {
        run(shift(context(), "100"));
        perform(() -> write(r -> withEvent(r, t -> t.with(d -> d.state(CutoverState.COMPLETED)))));
        pass(10);
        assertThat(cutover.violations()).isEmpty();
    }

    @Test
    void rule15ReportsHarmThatIsNotFound() {
        world.clients().errors(Side.EKS, .5);
        pass(15);
        assertViolation("Rule15GuardedThroughout", "and orders is RUNNING with 50% on EKS");
    }

    @Test
    void rule15ReportsHarmThatIsNotFoundAfterCompletion() {
        complete();
        world.clients().errors(Side.EKS, 1);
        pass(15);
        assertViolation("Rule15GuardedThroughout", "orders is COMPLETED with 100% on EKS");
    }

    @Test
    void rule15AcceptsHarmThatCannotBeRead() {
        world.fleet().get(0).cutOff(true);
        world.clients().errors(Side.EKS, 1);
        pass(60);
        assertThat(cutover.violations()).isEmpty();
    }

    @Test
    void rule15AcceptsFewFailingRequests() {
        world.clients().rate(18);
        world.clients().errors(Side.EKS, 1);
        pass(60);
        assertThat(cutover.violations()).isEmpty();
    }

    @Test
    void rule15ReportsThatMesosIsGivenUpAfterHarmInTheSoak() {
        complete();
        world.clients().errors(Side.EKS, 1);
        pass(15);
        world.clients().errors(Side.EKS, 0);
        pass(60);
        perform(() -> {
            write(r -> withEvent(r, t -> t.with(d -> d.event(Event.of(Instant.EPOCH, "retire", "retired")))));
            context().clients().mesos(world.spec().marathon()).scale(0, false);
        });
        assertViolation("Rule15GuardedThroughout", "although EKS failed in the soak");
    }

    @Test
    void rule15ReportsAShareOnAnAddressThatIsNoEndpoint() {
        world.cluster().replaceOneByOne(Duration.ofMinutes(5));
        pass(20);
        assertViolation("Rule15NoDeadAddress", "has a share since");
    }

    @Test
    void rule15ReportsAnInstanceWithoutAServer() {
        complete();
        world.cluster().replacePods();
        pass(20);
        assertViolation("Rule15NoDeadAddress", "with no server");
    }

    @Test
    void rule15AcceptsAddressesThatNoClusterConfirms() {
        world.cluster().replaceOneByOne(Duration.ofMinutes(5));
        world.cluster().away(Duration.ofMinutes(1));
        pass(60);
        assertThat(cutover.violations()).isEmpty();
    }
}
