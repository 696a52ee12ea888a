package io.jenkins.plugins.cutover.operation.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.eks.rollout.PodSignals;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.verify.ObservationCursor;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlatformSignalsTest {
    private final CalmWorld rehearsal = new CalmWorld().upTo("5");

    private Runner.Run judging() {
        return judging(20);
    }

    private Runner.Run judging(int bake) {
        rehearsal.run(rehearsal.shift("25"));
        Runner.Run run = rehearsal.start(verify(bake));
        rehearsal.time().run(Duration.ofMillis(1500));
        return run;
    }

    /** Long enough for several looks at pods and tasks. */
    private Verify verify(int bake) {
        return new Verify(rehearsal.context("orders#1"), "orders", Duration.ofSeconds(bake));
    }

    private PodTaskState remembered() {
        return Json.value(rehearsal.record().verify().lookout(), ObservationCursor.class)
                .platforms();
    }

    @Test
    void aPodInCrashLoopBackOffIsHarmByItself() {
        Runner.Run run = judging();
        rehearsal.world().cluster().crashLoop(true);
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThatThrownBy(() -> run.result().join())
                .hasMessageContaining("HARMFUL: orders-10.2.0.")
                .hasMessageContaining("(0 restarts): CrashLoopBackOff; traffic is back on Mesos");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
    }

    @Test
    void aSecondPodKilledForItsMemoryIsHarm() {
        Runner.Run run = judging();
        rehearsal.world().cluster().restart(true);
        rehearsal.time().run(Duration.ofSeconds(8));
        assertThat(run.result()).isNotDone();
        rehearsal.world().cluster().restart(true);
        rehearsal.time().run(Duration.ofSeconds(10));
        assertThatThrownBy(() -> run.result().join())
                .hasMessageContaining(
                        "HARMFUL: EKS pods were killed for their memory 2 times; the last: orders-10.2.0.");
    }

    @Test
    void aSingleRestartOnlyDelaysThePhaseAndIsReported() {
        Runner.Run run = judging(18);
        rehearsal.time().run(Duration.ofMillis(14_500));
        rehearsal.world().cluster().restart(false);
        rehearsal.time().run(Duration.ofSeconds(3));
        assertThat(run.result()).isNotDone();
        assertThat(run.status())
                .contains("waits for quiet after: orders-10.2.0.")
                .endsWith("restarted 1 time");
        rehearsal.time().run(Duration.ofSeconds(8));
        assertThat(run.result().join()).containsEntry("verdict", Verdict.HEALTHY.name());
        assertThat(rehearsal.history())
                .anySatisfy(h -> assertThat(h).startsWith("platform: EKS: ").endsWith("restarted 1 time"));
    }

    @Test
    void restartsAreComparedWithThoseOfMesosTasks() {
        judging();
        double before = evidence();
        rehearsal.world().cluster().restart(false);
        rehearsal.time().run(Duration.ofSeconds(8));
        assertThat(evidence()).isGreaterThan(before);
    }

    private double evidence() {
        return rehearsal.record().verify().judge().at("/metrics/events/2").asDouble();
    }

    @Test
    void aTaskThatFailsOnMesosIsCountedOnItsSide() {
        judging();
        rehearsal.time().run(Duration.ofSeconds(1));
        rehearsal.world().marathon().staging(Duration.ofSeconds(30));
        rehearsal.world().marathon().kill(1);
        rehearsal.time().run(Duration.ofSeconds(6));
        assertThat(rehearsal.history()).anyMatch(h -> h.startsWith("platform: only 2 of 3 Mesos tasks are healthy"));
    }

    @Test
    void aPhaseDoesNotPassWhileMesosIsNotHealthy() {
        rehearsal.world().marathon().staging(Duration.ofSeconds(30));
        Runner.Run run = judging();
        rehearsal.world().marathon().kill(1);
        rehearsal.time().run(Duration.ofSeconds(20));
        assertThat(run.result()).isNotDone();
        assertThat(run.status()).contains("waits for Mesos: only 2 of 3 Mesos tasks are healthy");
    }

    @Test
    void aPhaseDoesNotPassBeforeThePodsWereReadInIt() {
        PlatformSignals notPolled = new PlatformSignals();
        assertThat(notPolled
                        .seen(PodTaskState.UNSEEN, CalmWorld.START, Duration.ofSeconds(3))
                        .awaited())
                .isEqualTo("a reading of the pods");
    }

    @Test
    void thePodStateSurvivesARestartOfTheController() {
        judging();
        rehearsal.world().cluster().restart(true);
        rehearsal.time().run(Duration.ofSeconds(8));
        assertThat(remembered().outOfMemory()).isEqualTo(1);
        rehearsal.start(verify(20));
        rehearsal.time().run(Duration.ofSeconds(2));
        assertThat(remembered().outOfMemory()).isEqualTo(1);
    }

    private Runner.Run judgingWhileTheClusterIsSilent(Duration silence) {
        rehearsal.world().cluster().away(silence);
        rehearsal.run(rehearsal.shift("25"));
        return rehearsal.start(verify(5));
    }

    /** The traffic is still measured, so this is not BLIND; a control plane may be unavailable for minutes. */
    @Test
    void aClusterThatStaysSilentForAWholePhaseIsInconclusiveAndNeverHealthy() {
        Runner.Run run = judgingWhileTheClusterIsSilent(Duration.ofMinutes(10));
        rehearsal.time().run(Duration.ofSeconds(19));
        assertThat(run.status()).contains("waits for a reading of the pods");
        rehearsal.time().run(Duration.ofSeconds(60));
        assertThatThrownBy(() -> run.result().join())
                .hasMessageContaining("INCONCLUSIVE after ")
                .hasMessageContaining("still waiting for a reading of the pods")
                .hasMessageEndingWith("traffic is back on Mesos");
        assertThat(rehearsal.history()).anyMatch(h -> h.startsWith("extended: "));
    }

    @Test
    void aClusterThatAnswersBeforeThePhasesTimeIsOverLetsItPass() {
        Runner.Run run = judgingWhileTheClusterIsSilent(Duration.ofSeconds(20));
        rehearsal.time().run(Duration.ofSeconds(60));
        assertThat(run.result().join()).containsEntry("verdict", Verdict.HEALTHY.name());
    }

    @Test
    void harmIsFoundByTheTrafficThoughTheClusterIsSilent() {
        Runner.Run run = judgingWhileTheClusterIsSilent(Duration.ofMinutes(10));
        rehearsal.world().clients().errors(Side.EKS, .5);
        rehearsal.time().run(Duration.ofSeconds(25));
        assertThatThrownBy(() -> run.result().join()).hasMessageContaining("HARMFUL");
    }

    private static PodSignals.Pod pod(String name, boolean ready) {
        return new PodSignals.Pod(name, name, ready, 0, false, "");
    }

    private static DownServers down(String... eks) {
        return new DownServers(Set.of("10.2.0.1:80", "10.2.0.2:80"), Set.of(eks), Set.of(), "");
    }

    /** Both pods are ready, Mesos has two tasks, and no server is DOWN. */
    private static PodTaskState calm(PlatformSignals signals) {
        signals.servers(down());
        signals.pods(new PodSignals(List.of(pod("a", true), pod("b", true))), CalmWorld.START);
        PodTaskState two = PodTaskState.UNSEEN.withTasks(Set.of("one", "two"), "", 0, "");
        return signals.seen(two, CalmWorld.START, Duration.ofSeconds(3)).platforms();
    }

    private static PlatformSignals.Seen afterFiveSeconds(PlatformSignals signals, PodTaskState before, boolean ready) {
        Instant now = CalmWorld.START.plusSeconds(5);
        signals.pods(new PodSignals(List.of(pod("a", ready), pod("b", true))), now);
        return signals.seen(before, now, Duration.ofSeconds(3));
    }

    @Test
    void aServerThatIsDownWhileItsPodIsReadyIsAnEventOfEks() {
        PlatformSignals signals = new PlatformSignals();
        PodTaskState before = calm(signals);
        signals.servers(down("10.2.0.1:80"));
        PlatformSignals.Seen seen = afterFiveSeconds(signals, before, true);
        assertThat(seen.events().orElseThrow().canary().errors()).isEqualTo(1);
        assertThat(seen.news()).isEqualTo("EKS: 10.2.0.1:80 is DOWN in HAProxy");
        signals.servers(down("10.2.0.1:80"));
        assertThat(afterFiveSeconds(signals, seen.platforms(), true)
                        .events()
                        .orElseThrow()
                        .canary()
                        .errors())
                .as("it is still down")
                .isZero();
    }

    @Test
    void aPodThatIsLostAndItsServerAreOneEvent() {
        PlatformSignals signals = new PlatformSignals();
        PodTaskState before = calm(signals);
        signals.servers(down("10.2.0.1:80"));
        assertThat(afterFiveSeconds(signals, before, false)
                        .events()
                        .orElseThrow()
                        .canary()
                        .errors())
                .isEqualTo(1);
    }

    @Test
    void theServerOfAPodThatWasReplacedIsNoEvent() {
        PlatformSignals signals = new PlatformSignals();
        PodTaskState before = calm(signals);
        signals.servers(down("10.2.0.9:80"));
        assertThat(afterFiveSeconds(signals, before, true)
                        .events()
                        .orElseThrow()
                        .canary()
                        .errors())
                .isZero();
    }
}
