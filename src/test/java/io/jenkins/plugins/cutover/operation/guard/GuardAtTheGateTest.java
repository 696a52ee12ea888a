package io.jenkins.plugins.cutover.operation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Half of the traffic is on EKS and was judged HEALTHY; a gate waits for a person, and only the guard watches. */
class GuardAtTheGateTest {
    /** No evidence stays unjudged for longer. */
    private static final Duration JUDGED_WITHIN = Duration.ofSeconds(10);

    private final GuardedWorld gate = GuardedWorld.upTo("5", "25", "50");

    @Test
    void aServiceThatIsHealthyForHoursAndThenFailsIsBackWithinTenSeconds() {
        GuardedWorld small = GuardedWorld.smallUpTo("5", "25", "50");
        small.run(Duration.ofHours(2));
        assertThat(small.state()).as(small.story()).isEqualTo(CutoverState.RUNNING);
        assertThat(small.world().eksFractions()).allSatisfy(f -> assertThat(f).isBetween(.499, .501));
        assertThat(small.lost()).isZero();
        small.eksFails(1);
        small.run(JUDGED_WITHIN);
        assertThat(small.world().mesosAsBefore()).as(small.story()).isTrue();
    }

    @Test
    void whenEveryRequestFailsTheTrafficIsBackWithinTenSeconds() {
        gate.run(Duration.ofMinutes(20));
        gate.eksFails(1);
        gate.run(JUDGED_WITHIN);
        assertThat(gate.world().mesosAsBefore()).as(gate.story()).isTrue();
        assertThat(gate.world().record().state().returning() || gate.state() == CutoverState.ROLLED_BACK)
                .as(gate.story())
                .isTrue();
    }

    @Test
    void halfOfTheAnswersBadAt300RequestsPerSecondHarmsAtMost900() {
        gate.world().world().clients().rate(300);
        gate.run(Duration.ofMinutes(30));
        gate.eksFails(.5);
        gate.run(Duration.ofMinutes(10));
        assertThat(gate.world().mesosAsBefore()).as(gate.story()).isTrue();
        assertThat(gate.lost()).isLessThanOrEqualTo(900);
    }

    @Test
    void twoContainersKilledForTheirMemoryEndTheCutover() {
        gate.run(Duration.ofMinutes(10));
        gate.world().world().cluster().restart(true);
        gate.run(Duration.ofMinutes(10));
        assertThat(gate.state()).as("one may happen to a healthy service").isEqualTo(CutoverState.RUNNING);
        gate.world().world().cluster().restart(true);
        gate.run(Duration.ofMinutes(1));
        assertThat(gate.world().mesosAsBefore()).as(gate.story()).isTrue();
        assertThat(gate.reason()).contains("killed for their memory 2 times");
    }

    @Test
    void aPodInCrashLoopBackOffEndsTheCutover() {
        gate.run(Duration.ofMinutes(10));
        gate.world().world().cluster().crashLoop(true);
        gate.run(Duration.ofMinutes(1));
        assertThat(gate.world().mesosAsBefore()).as(gate.story()).isTrue();
        assertThat(gate.reason()).contains("CrashLoopBackOff");
    }

    @Test
    void podsThatAreReplacedOneByOneLoseNoRequest() {
        gate.world().world().cluster().replaceOneByOne(Duration.ofSeconds(30));
        gate.run(Duration.ofMinutes(3));
        assertThat(gate.lost()).as(gate.story()).isZero();
        assertThat(gate.state()).isEqualTo(CutoverState.RUNNING);
    }
}
