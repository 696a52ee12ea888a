package io.jenkins.plugins.cutover.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.LiveCutover;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Phases on real HAProxies in which nothing is wrong with EKS, and which must not pass nevertheless. */
final class PhaseThatMustWaitTest {
    @Test
    void aPhaseDoesNotPassWhileMesosIsSuspended() throws Exception {
        try (LiveCutover cutover = LiveCutover.start(300)) {
            cutover.deploy();
            cutover.shift("5");
            Mesos mesos = cutover.context().clients().mesos(cutover.spec().marathon());
            mesos.scale(0, false);
            Runner.Run verify = cutover.start(cutover.verify(Duration.ofSeconds(2)));
            cutover.clients(Duration.ofSeconds(4));
            Instant from = cutover.load().now();
            cutover.clients(Duration.ofSeconds(8));
            LoadSnapshot clients = cutover.load().since(from);
            System.out.println("Mesos is suspended at 5%: " + clients + "; EKS carries "
                    + Math.round(100 * clients.measuredShare()) + "%; " + verify.status() + verify.result());
            assertThat(verify.result()).isNotDone();
            assertThat(verify.status()).contains("Marathon runs 0 instances, 4 were recorded");
            mesos.scale(4, false);
            cutover.await(
                    "healthy", Duration.ofSeconds(40), () -> verify.result().isDone());
            assertThat(cutover.record().verify().verdict()).isEqualTo(Verdict.HEALTHY);
        }
    }

    @Test
    void aPhaseIsHeldWhileNoRequestsArrive() throws Exception {
        String rules = LiveCutover.RULES.replace("blindAfter: 30s", "blindAfter: 3s");
        try (LiveCutover cutover = LiveCutover.start(HaproxyProcess.Setup.example(), 100, "", rules)) {
            cutover.deploy();
            cutover.load().rate(0);
            cutover.shift("50");
            Runner.Run verify = cutover.start(cutover.verify(Duration.ofSeconds(2)));
            cutover.clients(Duration.ofSeconds(12));
            System.out.println("no traffic: " + verify.status() + " " + verify.result());
            assertThat(verify.result()).isNotDone();
            assertThat(verify.status()).contains("nothing to judge: no request arrived for");
            cutover.load().rate(200);
            cutover.await(
                    "healthy", Duration.ofSeconds(40), () -> verify.result().isDone());
            assertThat(cutover.record().verify().verdict()).isEqualTo(Verdict.HEALTHY);
        }
    }
}
