package io.jenkins.plugins.cutover.operation.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.reconcile.TrafficRollback;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What happens to open requests on EKS when real HAProxy processes send the traffic back to Mesos. */
final class LiveEksDrainTest {
    /** The sandbox answers in 4 ms. */
    private static final double SIXTEEN_SECONDS = 4000;

    private static final double HANGS = 1e6;

    @Test
    void aScaleDownWaitsForTheRequestsThatEksStillAnswers() throws Exception {
        try (LiveCutover cutover = new LiveCutover(20)) {
            cutover.at("50");
            cutover.sandbox.podsCutRequests();
            cutover.sandbox.eksFaults().latency(SIXTEEN_SECONDS);
            Instant from = cutover.load.now();
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
            Tick end = cutover.end(cutover.rollback(EksAfter.SCALE_DOWN, Duration.ofMinutes(2)));
            cutover.load.rate(0);
            Awaitility.await("every request has ended")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> cutover.load.inFlight() == 0);
            LoadSnapshot clients = cutover.load.since(from);
            System.out.println("clients of a rollback with scaleDown: " + clients);
            assertThat(end).as("%s", cutover.history()).isInstanceOf(Tick.Done.class);
            assertThat(clients.answered(Side.EKS)).isPositive();
            assertThat(clients.failed()).isZero();
            assertThat(cutover.history())
                    .contains("drained: no request is open on EKS, its servers are in maintenance");
            Awaitility.await("the pods end")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> cutover.sandbox.cluster().pods().isEmpty());
        }
    }

    /** Limits as in the example, smaller. EKS hangs until its requests fill HAProxy. */
    @Test
    void afterHarmTheRequestsThatHangOnEksAreClosedSoThatClientsGetInAgain() throws Exception {
        HaproxyProcess.Setup small = HaproxyProcess.Setup.example()
                .edited("(?m)^    maxconn 4000$", "    maxconn 200")
                .edited("(?m)^    maxconn 3900$", "    maxconn 150");
        try (LiveCutover cutover = new LiveCutover(100, small)) {
            cutover.at("50");
            cutover.sandbox.eksFaults().latency(HANGS);
            LockSupport.parkNanos(Duration.ofSeconds(9).toNanos());
            long filled = cutover.load
                    .between(
                            cutover.load.now().minusSeconds(3),
                            cutover.load.now().minusSeconds(1))
                    .of(Outcome.OK);
            new TrafficRollback(new RecordSession(cutover.context)).start(cutover.record(), "EKS hangs", true);
            cutover.runFor(cutover.rollback(EksAfter.KEEP, Duration.ofSeconds(60)), Duration.ofSeconds(20));
            LoadSnapshot after = cutover.during(Duration.ofSeconds(8));
            System.out.println("answered in 2 s with EKS hanging: " + filled + "; in 8 s after the rollback: " + after);
            assertThat(after.of(Outcome.OK)).isGreaterThan(700);
            assertThat(cutover.history())
                    .as("%s", cutover.history())
                    .anyMatch(e ->
                            e.matches("drained: \\d+ open requests on EKS were closed, 2s after the traffic left it"));
        }
    }
}
