package io.jenkins.plugins.cutover.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.retire.Retire;
import io.jenkins.plugins.cutover.operation.retire.Retire.MesosAfter;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess.Setup;
import io.jenkins.plugins.cutover.sandbox.LiveCutover;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Real HAProxies lose what was set at run time while all traffic is on EKS, and Mesos is about to be given up. */
final class LostStateInTheSoakTest {
    private static final Duration SOAK = Duration.ofSeconds(4);
    private static final Setup WITHOUT_SLOTS = Setup.example().edited("(?m)^ +server-template .*\\R", "");
    private static final String ACCEPTED = "  allowAddedServers: true\n";

    @Test
    void theSoakBeginsAnewWhenBothInstancesLoseTheirState() throws Exception {
        try (LiveCutover cutover = LiveCutover.start(200)) {
            cutover.complete();
            Instant from = cutover.load().now();
            Runner.Run retire = cutover.start(retire(cutover));
            cutover.clients(Duration.ofMillis(2500));
            reload(cutover, false);
            Instant lost = Instant.now();
            cutover.await(
                    "retired", Duration.ofSeconds(30), () -> retire.result().isDone());
            Duration after = Duration.between(lost, Instant.now());
            LoadSnapshot clients = cutover.load().since(from);
            System.out.println("both lose their state: retired " + after.toMillis() + " ms later, " + clients);
            assertThat(retire.result()).isCompleted();
            assertThat(after).isGreaterThan(SOAK);
            assertThat(cutover.history()).anyMatch(h -> h.startsWith("soak: the soak begins anew"));
            assertThat(clients.failed()).isZero();
        }
    }

    @Test
    void mesosIsKeptWhenAReloadLosesServersThatWereAddedAtRunTime() throws Exception {
        try (LiveCutover cutover = LiveCutover.start(WITHOUT_SLOTS, 200, ACCEPTED)) {
            cutover.complete();
            Runner.Run retire = cutover.start(retire(cutover));
            cutover.clients(Duration.ofMillis(2500));
            Instant from = cutover.load().now();
            reload(cutover, true);
            cutover.await(
                    "the end", Duration.ofSeconds(30), () -> retire.result().isDone());
            LoadSnapshot first = cutover.load().since(from);
            LoadSnapshot later = cutover.clients(Duration.ofSeconds(3));
            System.out.println("added servers lost: " + first + "; then " + later + " "
                    + cutover.record().state());
            assertThat(cutover.record().state()).isNotEqualTo(CutoverState.RETIRED);
            assertThat(later.failed()).isZero();
            assertThat(first.failed()).as("for one poll at most").isLessThan(1200);
        }
    }

    @Test
    void aPhaseEndsInTheTrafficsReturnWhenAReloadLosesTheServersOfEks() throws Exception {
        try (LiveCutover cutover = LiveCutover.start(WITHOUT_SLOTS, 200, ACCEPTED)) {
            cutover.deploy();
            cutover.shift("100");
            Runner.Run verify = cutover.start(cutover.verify(Duration.ofSeconds(20)));
            cutover.clients(Duration.ofMillis(1500));
            Instant from = cutover.load().now();
            reload(cutover, true);
            cutover.await(
                    "the end", Duration.ofSeconds(30), () -> verify.result().isDone());
            assertThat(verify.result()).isCompletedExceptionally();
            cutover.run(new Rollback(
                    cutover.context(), "orders", "the phase failed", EksAfter.KEEP, Duration.ofSeconds(30)));
            LoadSnapshot first = cutover.load().since(from);
            LoadSnapshot later = cutover.clients(Duration.ofSeconds(2));
            System.out.println("added servers lost in a phase: " + first + "; then " + later);
            assertThat(later.failed()).isZero();
        }
    }

    @Test
    void aLayoutThatAReloadDestroysIsRefused() throws Exception {
        try (LiveCutover cutover = LiveCutover.start(WITHOUT_SLOTS, 20, "")) {
            assertThatThrownBy(cutover::deploy)
                    .hasMessageContaining("EKS servers are too few")
                    .hasMessageContaining("a reload loses them: at 100% nothing serves then");
        }
    }

    private static void reload(LiveCutover cutover, boolean keepState) {
        Sandbox sandbox = cutover.sandbox();
        sandbox.first().reload(keepState);
        sandbox.second().reload(keepState);
    }

    private static Retire retire(LiveCutover cutover) {
        return new Retire(cutover.context(), "orders", SOAK, "alice", MesosAfter.SCALE_DOWN, Duration.ofSeconds(60));
    }
}
