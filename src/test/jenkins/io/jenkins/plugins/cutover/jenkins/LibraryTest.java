package io.jenkins.plugins.cutover.jenkins;

import hudson.model.Result;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The plugin offers its shared library by name, in the sandbox and without any configuration. */
@Tag("jenkins")
class LibraryTest {
    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static WorkflowRun run(String script, Result result) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.buildAndAssertStatus(result, job);
    }

    @Test
    void aCutoverThatCannotBeginFailsWithItsReasonAndNothingToRollBack() throws Exception {
        WorkflowRun build =
                run("@Library('phased-cutover') _\nphasedCutover service: 'orders'", Result.FAILURE);
        jenkins.assertLogContains("[Pipeline] { (Roll back)", build);
        jenkins.assertLogContains("phasedCutover: orders: NOTHING_TO_DO", build);
        jenkins.assertLogContains("ERROR: service: \"orders\" is not in the global configuration", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void anUnknownArgumentNamesTheValidOnes() throws Exception {
        WorkflowRun build = run(
                "@Library('phased-cutover') _\nphasedCutover service: 'orders', phase: [5]",
                Result.FAILURE);
        jenkins.assertLogContains("phasedCutover: phase: not an argument; it takes service, config", build);
    }

    @Test
    void aJobThatDoesNotAskHasNoSuchWord() throws Exception {
        jenkins.assertLogContains(
                "No such DSL method 'phasedCutover'", run("phasedCutover service: 'orders'", Result.FAILURE));
    }
}
