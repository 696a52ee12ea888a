package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The controller restarts in the middle of a cutover; the traffic does not notice, and the build goes on. */
@Tag("jenkins")
class RestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    Path home;

    private JenkinsFixture bed;

    @BeforeEach
    void start() throws Exception {
        bed = new JenkinsFixture();
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    private static WorkflowRun build(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("orders-cutover", WorkflowJob.class).getBuildByNumber(1);
    }

    private static void until(WorkflowRun build, String line) {
        await().atMost(Duration.ofMinutes(2)).until(() -> build.getLog().contains(line));
    }

    @Test
    void inTheMiddleOfAPhase() throws Throwable {
        sessions.then(jenkins -> {
            bed.configure("phases: [25, 100]\nbake: 6s\nverify: {minRequests: 20, block: 1s, poll: 250ms}");
            WorkflowJob job = bed.job(jenkins, "phasedCutover service: 'orders'");
            until(job.scheduleBuild2(0).waitForStart(), "EKS requests");
        });
        sessions.then(jenkins -> {
            WorkflowRun build = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins)));
            jenkins.assertLogContains("continues after the restart", build);
            jenkins.assertLogContains("phasedCutover: orders: COMPLETED, 100 % on EKS", build);
        });
        bed.assertNothingLost();
    }

    /** The agent comes back after the build does. */
    @Test
    void inTheMiddleOfAPhaseOfAFleetThatOnlyAnAgentReaches() throws Throwable {
        sessions.then(jenkins -> {
            AgentNetwork.configure(bed, home, "phases: [100]\nbake: 6s\nverify: {minRequests: 20, block: 1s, poll: 250ms}");
            AgentNetwork.agent(jenkins, home);
            WorkflowJob job = bed.job(jenkins, "node('vpc') { phasedCutover service: 'orders' }");
            until(job.scheduleBuild2(0).waitForStart(), "EKS requests");
        });
        sessions.then(jenkins -> {
            goesOn(jenkins);
            jenkins.assertLogContains("phasedCutover: orders: COMPLETED, 100 % on EKS", build(jenkins));
        });
        bed.assertNothingLost();
    }

    @Test
    void whileTheUsersOwnChecksRun() throws Throwable {
        sessions.then(jenkins -> {
            start(
                    jenkins,
                    "deployToEks service: 'orders'\nshiftTraffic service: 'orders', percent: 50\n"
                            + "def v = verifyStabilityWith(service: 'orders', bake: '2s') { input 'Well?'; echo 'looks well' }\n"
                            + "echo \"then ${v.verdict}\"");
            until(build(jenkins), "the step's own checks");
        });
        sessions.then(jenkins -> {
            answer(build(jenkins));
            goesOn(jenkins);
            assertThat(build(jenkins).getLog()).containsSubsequence("looks well", "then HEALTHY");
        });
        assertThat(bed.load.snapshot().failed()).isZero();
    }

    private static void answer(WorkflowRun build) throws Exception {
        await().atMost(Duration.ofMinutes(2)).until(() -> GateTest.asks(build));
        build.getAction(InputAction.class).getExecutions().get(0).proceed(null);
    }

    private void start(JenkinsRule jenkins, String script) throws Exception {
        bed.configure("phases: [50, 100]\n" + JenkinsFixture.QUICK);
        bed.job(jenkins, script).scheduleBuild2(0).waitForStart();
    }

    private static void goesOn(JenkinsRule jenkins) throws Exception {
        WorkflowRun build = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins)));
        jenkins.assertLogContains("continues after the restart", build);
    }

    @Test
    void inTheMiddleOfADeploy() throws Throwable {
        sessions.then(jenkins -> {
            bed.sandbox.cluster().faults().probeFails("registry.example.com/shop/orders:1.4.2");
            start(jenkins, "deployToEks service: 'orders'");
            bed.until(r -> r.deployment() != null && r.deployment().revision().isEmpty());
        });
        bed.sandbox.cluster().faults().none();
        sessions.then(jenkins -> {
            goesOn(jenkins);
            assertThat(bed.state()).isEqualTo(CutoverState.RUNNING);
        });
        bed.assertNothingLost();
    }

    @Test
    void inTheMiddleOfARampOfTraffic() throws Throwable {
        sessions.then(jenkins -> {
            start(jenkins, "deployToEks service: 'orders'\nshiftTraffic service: 'orders', percent: 50, over: '12s'");
            bed.until(r -> r.shift() != null && r.share().basisPoints() > 0);
        });
        sessions.then(jenkins -> {
            goesOn(jenkins);
            assertThat(bed.record().orElseThrow().share().percent()).isEqualTo(50);
        });
        bed.assertNothingLost();
    }

    @Test
    void inTheMiddleOfARollback() throws Throwable {
        sessions.then(jenkins -> {
            start(
                    jenkins,
                    "deployToEks service: 'orders'\nshiftTraffic service: 'orders', percent: 50\n"
                            + "echo 'shifted'\nsleep 4\nrollbackToMesos service: 'orders'");
            until(build(jenkins), "shifted");
            bed.sandbox.first().freeze();
            bed.until(r -> r.state() == CutoverState.PARTIAL);
        });
        bed.sandbox.first().thaw();
        sessions.then(jenkins -> {
            goesOn(jenkins);
            assertThat(bed.state()).isEqualTo(CutoverState.ROLLED_BACK);
            assertThat(bed.sandbox.marathon().healthy(Sandbox.APP)).hasSize(4);
        });
    }

    @Test
    void whileMesosSoaksBeforeItIsGivenUp() throws Throwable {
        sessions.then(jenkins -> {
            start(
                    jenkins,
                    "phasedCutover service: 'orders', phases: [100]\n"
                            + "retireMesos service: 'orders', approver: 'alice', soak: '12s'");
            until(build(jenkins), "Mesos is given up in");
        });
        sessions.then(jenkins -> {
            goesOn(jenkins);
            assertThat(bed.state()).isEqualTo(CutoverState.RETIRED);
            assertThat(bed.sandbox.marathon().instances(Sandbox.APP)).isZero();
        });
        bed.assertNothingLost();
    }

    @Test
    void whileAPersonIsAsked() throws Throwable {
        sessions.then(jenkins -> {
            bed.configure("phases: [25, 100]\n" + JenkinsFixture.QUICK);
            WorkflowJob job = bed.job(jenkins, "phasedCutover service: 'orders', gates: [100]");
            until(job.scheduleBuild2(0).waitForStart(), "Send 100 % of orders to EKS?");
        });
        sessions.then(jenkins -> {
            WorkflowRun build = build(jenkins);
            answer(build);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            jenkins.assertLogContains("approvalGate: orders: approved by", build);
        });
    }
}
