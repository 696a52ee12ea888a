package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.Router;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person is asked by the real input step, between the phases and within one. */
@Tag("jenkins")
class GateTest {
    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final String GATED = "phasedCutover service: 'orders', gates: [100]";
    private static final String WITHIN = "deployToEks service: 'orders'\nshiftTraffic service: 'orders', percent: 25\n"
            + "def v = verifyStabilityWith(service: 'orders', bake: '2s') { input 'Does it look well?' }\n"
            + "echo \"then ${v.verdict}\"";

    private JenkinsFixture bed;

    @BeforeEach
    void start() throws Exception {
        bed = new JenkinsFixture();
        bed.configure("phases: [25, 100]\n" + JenkinsFixture.QUICK);
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    private WorkflowRun asked(String script) throws Exception {
        WorkflowRun build = bed.job(jenkins, script).scheduleBuild2(0).waitForStart();
        await().atMost(Duration.ofMinutes(2)).until(() -> asks(build));
        return build;
    }

    /** The action is there a moment before its question. */
    static boolean asks(WorkflowRun build) throws Exception {
        InputAction action = build.getAction(InputAction.class);
        return action != null && !action.getExecutions().isEmpty();
    }

    private static InputStepExecution question(WorkflowRun build) throws Exception {
        return build.getAction(InputAction.class).getExecutions().get(0);
    }

    /** Nothing moves the service while its build waits but the controller's own watch over open cutovers. */
    @Test
    void whileAPersonIsAskedAFleetThatForgotItsWeightsIsPutRight() throws Exception {
        WorkflowRun build = asked(GATED);
        Router router = Router.of(bed.sandbox.spec("").haproxy(), Secrets.NONE);
        bed.sandbox.first().reload(false);
        await("forgotten").until(() -> at25(router.read()) == 1);
        bed.until(r -> r.history().stream().anyMatch(e -> e.kind().equals("drift")));
        await("put right").atMost(Duration.ofMinutes(2)).until(() -> at25(router.read()) == 2);
        assertThat(question(build).isSettled()).isFalse();
        question(build).proceed(null);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("phasedCutover: orders: COMPLETED, 100 % on EKS", build);
    }

    private static long at25(FleetReading fleet) {
        return fleet.reachable().stream()
                .filter(i -> i.share().equals(Share.ofPercent("25")))
                .count();
    }

    @Test
    void whoRefusesAtAGateSendsTheServiceBack() throws Exception {
        WorkflowRun build = asked(GATED);
        question(build).doAbort();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("phasedCutover: orders: ROLLED_BACK", build);
        assertThat(bed.state()).isEqualTo(CutoverState.ROLLED_BACK);
    }

    /** The controller judges EKS while the question waits; a person need not answer it any more. */
    @Test
    void harmAtAGateEndsTheQuestionAndFailsTheBuild() throws Exception {
        WorkflowRun build = asked(GATED);
        bed.until(r -> r.guard() != null);
        bed.sandbox.eksFaults().errors(.5);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("the service was rolled back to Mesos while this waited: HARMFUL", build);
        jenkins.assertLogContains("phasedCutover: orders: ROLLED_BACK", build);
        bed.until(r -> r.state() == CutoverState.ROLLED_BACK);
    }

    @Test
    void whoApprovesWithinAPhaseLetsItPass() throws Exception {
        WorkflowRun build = asked(WITHIN);
        question(build).proceed(null);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("then HEALTHY", build);
    }

    @Test
    void whoRefusesWithinAPhaseSendsTheTrafficBackAtOnce() throws Exception {
        WorkflowRun build = asked(WITHIN);
        question(build).doAbort();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        bed.until(r -> r.state() == CutoverState.ROLLED_BACK);
    }
}
