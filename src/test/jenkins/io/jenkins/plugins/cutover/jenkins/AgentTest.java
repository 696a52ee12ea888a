package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import io.jenkins.plugins.cutover.controller.PhasedCutoverConfiguration;
import io.jenkins.plugins.cutover.controller.ServiceEntry;
import io.jenkins.plugins.cutover.model.CutoverState;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.SimpleCommandLauncher;

/**
 * A fleet that only agents reach. The first instance's socket is named by the working directory of whoever opens it
 * ({@code /proc/self/cwd}), so that no other process than the agent's own finds it; the second is reached with keys that
 * the controller has.
 */
@Tag("jenkins")
class AgentTest {
    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final String SHIFTED =
            "deployToEks service: 'orders'\nshiftTraffic service: 'orders', percent: 25\n";

    @TempDir
    Path home;

    private Bed bed;
    private DumbSlave agent;

    @BeforeEach
    void start() throws Exception {
        bed = new Bed();
        bed.configure("");
        String socket = bed.sandbox.first().unix().toString();
        String yaml = bed.sandbox
                .yaml("phases: [25, 100]\n" + Bed.QUICK)
                .replace("\"" + socket + "\"", "\"unix:/proc/self/cwd/admin.sock\"")
                .replace("backend: orders", "backend: orders\n  agent: vpc")
                .replace("app: /shop/orders", "app: /shop/orders, agent: vpc");
        assertThat(yaml).contains("/proc/self/cwd").contains("\n  agent: vpc").contains(", agent: vpc");
        PhasedCutoverConfiguration.get().setServices(List.of(new ServiceEntry("orders", yaml)));
        Files.createSymbolicLink(home.resolve("admin.sock"), Path.of(socket.substring("unix:".length())));
        agent = online();
    }

    @AfterEach
    void stop() throws Exception {
        jenkins.disconnectSlave(agent);
        jenkins.jenkins.removeNode(agent);
        bed.close();
    }

    private DumbSlave online() throws Exception {
        File remoting = new File(jenkins.jenkins.getJnlpJars("remoting.jar").getURL().toURI());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        DumbSlave made = new DumbSlave(
                "a1",
                home.toString(),
                new SimpleCommandLauncher("sh -c \"cd '" + home + "' && exec '" + java + "' -jar '" + remoting + "'\""));
        made.setLabelString("vpc");
        made.setMode(Node.Mode.EXCLUSIVE);
        jenkins.jenkins.addNode(made);
        jenkins.waitOnline(made);
        return made;
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
        Computer computer = agent.toComputer();
        computer.disconnect(new OfflineCause.UserCause(null, "")).get();
        WorkflowRun cut = jenkins.buildAndAssertStatus(
                Result.FAILURE, bed.job(jenkins, "rollbackToMesos service: 'orders', timeout: '2s'"));
        jenkins.assertLogContains("no agent with the label \"vpc\" is online, and it is reached from there only", cut);
        assertThat(bed.state().returning()).isTrue();
        computer.connect(true).get();
        jenkins.waitOnline(agent);
        jenkins.buildAndAssertSuccess(bed.job(jenkins, "rollbackToMesos service: 'orders'"));
        assertThat(bed.state()).isEqualTo(CutoverState.ROLLED_BACK);
    }
}
