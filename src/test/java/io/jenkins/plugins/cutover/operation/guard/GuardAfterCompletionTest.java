package io.jenkins.plugins.cutover.operation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** All traffic is on EKS: after COMPLETED and in the soak the guard judges and follows pods until Mesos is retired. */
class GuardAfterCompletionTest {
    /** The default terminationGracePeriodSeconds of Kubernetes: for so long a pod serves that is no endpoint any more. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration SOAK = Duration.ofMinutes(30);

    private final GuardedWorld completed = GuardedWorld.upTo("5", "100");

    @Test
    void podsThatAreReplacedAfterCompletionLoseNoRequest() {
        assertThat(completed.state()).isEqualTo(CutoverState.COMPLETED);
        completed.run(Duration.ofMinutes(20));
        completed.world().world().cluster().replaceOneByOne(GRACE);
        completed.run(Duration.ofMinutes(3));
        assertThat(completed.lost()).as(completed.story()).isZero();
        assertThat(completed.state()).as(completed.story()).isEqualTo(CutoverState.COMPLETED);
    }

    @Test
    void podsThatAreReplacedInTheSoakLoseNoRequestAndDoNotRollBack() {
        Runner.Run retire = completed.retire(SOAK);
        completed.run(Duration.ofMinutes(10));
        completed.world().world().cluster().replaceOneByOne(GRACE);
        completed.run(Duration.ofMinutes(3));
        assertThat(completed.lost()).as(completed.story()).isZero();
        completed.run(Duration.ofHours(1));
        assertThat(retire.result()).as(completed.story()).isCompleted();
        assertThat(completed.state()).isEqualTo(CutoverState.RETIRED);
    }

    /** It recovers in the last minute: the end of the soak alone looks well. */
    @Test
    void mesosIsKeptWhenEksFailedInTheSoak() {
        completed.retire(SOAK);
        completed.eksFails(1);
        completed.run(Duration.ofMinutes(29));
        completed.eksFails(0);
        completed.run(Duration.ofHours(1));
        assertThat(completed.state()).as(completed.story()).isNotEqualTo(CutoverState.RETIRED);
        assertThat(completed.world().world().marathon().instances()).isEqualTo(3);
    }

    @Test
    void harmInTheSoakSendsTheTrafficBackWithinTenSeconds() {
        completed.retire(SOAK);
        completed.run(Duration.ofMinutes(10));
        completed.eksFails(1);
        completed.run(Duration.ofSeconds(10));
        assertThat(completed.world().eksFractions()).as(completed.story()).containsOnly(0.0);
    }

    @Test
    void harmAfterCompletionSendsTheTrafficBackWithinTenSeconds() {
        completed.run(Duration.ofMinutes(20));
        completed.eksFails(1);
        completed.run(Duration.ofSeconds(10));
        assertThat(completed.world().eksFractions()).as(completed.story()).containsOnly(0.0);
    }

    @Test
    void aReloadWithoutStateIsRepairedAfterCompletion() {
        completed.run(Duration.ofMinutes(20));
        completed.world().world().reload(completed.world().world().fleet().get(0));
        completed.run(Duration.ofSeconds(10));
        assertThat(completed.world().eksFractions()).as(completed.story()).containsOnly(1.0);
    }

    @Test
    void aSmallerShareOfACompletedServiceIsGuardedAsAPhase() {
        completed.world().run(completed.world().shift("5"));
        assertThat(completed.state()).as(completed.story()).isEqualTo(CutoverState.RUNNING);
        completed.run(Duration.ofMinutes(10));
        completed.world().world().clients().rate(400);
        completed.eksFails(1);
        completed.run(Duration.ofSeconds(10));
        assertThat(completed.world().mesosAsBefore()).as(completed.story()).isTrue();
    }
}
