package io.jenkins.plugins.cutover.jenkins;

import hudson.model.Result;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a user sees who gave a step what it cannot use: one line, no stack trace. */
@Tag("jenkins")
class StepFailureTest {
    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static WorkflowRun failed(String script, String line) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("ERROR: " + line, build);
        jenkins.assertLogNotContains("\tat ", build);
        return build;
    }

    @Test
    void badArgumentsAreNamed() throws Exception {
        failed("shiftTraffic service: 'orders', percent: 'ten'", "percent: \"ten\" is not a number");
        failed("shiftTraffic service: 'orders', percent: 101", "percent: \"101\" is not a number");
        failed("verifyStability service: 'orders', bake: 'x'", "bake: \"x\" is not a duration");
    }

    @Test
    void anUnknownServiceNamesTheKnownOnes() throws Exception {
        failed("deployToEks service: 'orders'", "service: \"orders\" is not in the global configuration");
    }
}
