package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Node;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.cutover.controller.PhasedCutoverConfiguration;
import io.jenkins.plugins.cutover.controller.ServiceEntry;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SimpleCommandLauncher;

/**
 * A network of its own, with an agent in it. The path of the first instance's socket depends on the working directory of
 * the process that opens it ({@code /proc/self/cwd}), so that only the agent's process finds it; the second is reached with
 * keys that the controller has.
 */
final class AgentNetwork {
    private AgentNetwork() {}

    /** The sandbox's service as its settings are when only agents with the label {@code vpc} reach it. */
    static void configure(JenkinsFixture bed, Path home, String more) throws Exception {
        bed.configure("");
        String socket = bed.sandbox.first().unix().toString();
        String yaml = bed.sandbox
                .yaml(more)
                .replace("\"" + socket + "\"", "\"unix:/proc/self/cwd/admin.sock\"")
                .replace("backend: orders", "backend: orders\n  agent: vpc")
                .replace("app: /shop/orders", "app: /shop/orders, agent: vpc");
        assertThat(yaml).contains("/proc/self/cwd").contains("\n  agent: vpc").contains(", agent: vpc");
        PhasedCutoverConfiguration.get().setServices(List.of(new ServiceEntry("orders", yaml)));
        Files.createSymbolicLink(home.resolve("admin.sock"), Path.of(socket.substring("unix:".length())));
    }

    /** A process of its own in that folder; comes back by itself after a restart of the controller. */
    static DumbSlave agent(JenkinsRule jenkins, Path home) throws Exception {
        File remoting = new File(jenkins.jenkins.getJnlpJars("remoting.jar").getURL().toURI());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        DumbSlave agent = new DumbSlave(
                "a1",
                home.toString(),
                new SimpleCommandLauncher("sh -c \"cd '" + home + "' && exec '" + java + "' -jar '" + remoting + "'\""));
        agent.setLabelString("vpc");
        agent.setMode(Node.Mode.EXCLUSIVE);
        jenkins.jenkins.addNode(agent);
        jenkins.waitOnline(agent);
        return agent;
    }
}
