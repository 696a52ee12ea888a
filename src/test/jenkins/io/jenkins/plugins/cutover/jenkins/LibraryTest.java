package io.jenkins.plugins.cutover.jenkins;

import hudson.model.Result;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The plugin offers its shared library by name, in the sandbox and without any configuration. */
@Tag("jenkins")
@WithJenkins
class LibraryTest {
    private static WorkflowRun run(JenkinsRule jenkins, String script, Result result) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.buildAndAssertStatus(result, job);
    }

    @Test
    void aCutoverThatCannotBeginFailsWithItsReasonAndNothingToRollBack(JenkinsRule jenkins) throws Exception {
        WorkflowRun build =
                run(jenkins, "@Library('phased-cutover') _\nphasedCutover service: 'orders'", Result.FAILURE);
        jenkins.assertLogContains("[Pipeline] { (Roll back)", build);
        jenkins.assertLogContains("phasedCutover: orders: NOTHING_TO_DO", build);
        jenkins.assertLogContains("ERROR: service: \"orders\" is not in the global configuration", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void anUnknownArgumentNamesTheValidOnes(JenkinsRule jenkins) throws Exception {
        WorkflowRun build = run(
                jenkins,
                "@Library('phased-cutover') _\nphasedCutover service: 'orders', phase: [5]",
                Result.FAILURE);
        jenkins.assertLogContains("phasedCutover: phase: not an argument; it takes service, config", build);
    }

    @Test
    void aJobThatDoesNotAskHasNoSuchWord(JenkinsRule jenkins) throws Exception {
        jenkins.assertLogContains(
                "No such DSL method 'phasedCutover'", run(jenkins, "phasedCutover service: 'orders'", Result.FAILURE));
    }
}
