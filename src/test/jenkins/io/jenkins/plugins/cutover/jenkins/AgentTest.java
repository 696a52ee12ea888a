package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.cutover.model.CutoverState;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A fleet and a Marathon that only agents reach. */
@Tag("jenkins")
class AgentTest {
    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final String SHIFTED =
            "deployToEks service: 'orders'\nshiftTraffic service: 'orders', percent: 25\n";

    @TempDir
    Path home;

    private JenkinsFixture bed;
    private DumbSlave agent;

    @BeforeEach
    void start() throws Exception {
        bed = new JenkinsFixture();
        AgentNetwork.configure(bed, home, "phases: [25, 100]\n" + JenkinsFixture.QUICK);
        agent = AgentNetwork.agent(jenkins, home);
    }

    @AfterEach
    void stop() throws Exception {
        leave();
        bed.close();
    }

    private void leave() throws Exception {
        jenkins.disconnectSlave(agent);
        jenkins.jenkins.removeNode(agent);
    }

    @Test
    void aWholeCutoverGoesThroughTheAgentThatThePipelineIsOn() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(
                bed.job(jenkins, "node('vpc') { phasedCutover service: 'orders' }"));
        jenkins.assertLogContains("phasedCutover: orders: COMPLETED, 100 % on EKS", build);
        bed.assertNothingLost();
    }

    @Test
    void whileTheAgentIsAwayARollbackSaysSoAndLaterAnyAgentOfTheLabelWillDo() throws Exception {
        jenkins.buildAndAssertSuccess(bed.job(jenkins, SHIFTED));
        leave();
        WorkflowRun cut = jenkins.buildAndAssertStatus(
                Result.FAILURE, bed.job(jenkins, "rollbackToMesos service: 'orders', timeout: '2s'"));
        jenkins.assertLogContains("no agent with the label \"vpc\" is online, and only such an agent can reach the system", cut);
        assertThat(bed.state().returning()).isTrue();
        agent = AgentNetwork.agent(jenkins, home);
        jenkins.buildAndAssertSuccess(bed.job(jenkins, "rollbackToMesos service: 'orders'"));
        assertThat(bed.state()).isEqualTo(CutoverState.ROLLED_BACK);
    }
}
