package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.ExtensionList;
import hudson.model.Result;
import io.jenkins.plugins.cutover.controller.AbandonedCutoverMonitor;
import io.jenkins.plugins.cutover.controller.Environment;
import io.jenkins.plugins.cutover.controller.PhasedCutoverConfiguration;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** A whole cutover from a sandboxed pipeline on a real controller, against real HAProxy under load. */
@Tag("jenkins")
class CutoverTest {
    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final String SCRIPT = "phasedCutover service: 'orders'";
    private JenkinsFixture bed;

    @BeforeEach
    void start() throws Exception {
        bed = new JenkinsFixture();
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void everyPhasePassesAndTheServiceIsOnEks() throws Exception {
        bed.configure("phases: [10, 100]\n" + JenkinsFixture.QUICK);
        WorkflowRun build = jenkins.buildAndAssertSuccess(bed.job(jenkins, SCRIPT));
        jenkins.assertLogContains("phasedCutover: orders: COMPLETED, 100 % on EKS", build);
        jenkins.assertLogContains("[Pipeline] { (Canary 10 %)", build);
        bed.assertNothingLost();
        showsItsReport(build);
    }

    private static void showsItsReport(WorkflowRun build) throws Exception {
        JenkinsRule.WebClient browser = jenkins.createWebClient();
        assertThat(browser.getPage(build).asNormalizedText()).contains("Cutover of orders: completed, 100% on EKS");
        assertThat(browser.getPage(build, "cutover").getElementsByTagName("svg")).isNotEmpty();
        assertThat(browser.getPage(build, "cutover/content").asNormalizedText()).contains("History");
        assertThat(browser.getPage(build, "cutover/report?service=orders").getElementsByTagName("svg"))
                .isNotEmpty();
        browser.assertFails(build.getUrl() + "cutover/report?service=../build", 404);
    }

    @Test
    void harmBringsTheServiceBack() throws Exception {
        bed.configure("phases: [25, 100]\n" + JenkinsFixture.QUICK);
        bed.sandbox.eksFaults().errors(.5);
        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, bed.job(jenkins, SCRIPT));
        jenkins.assertLogContains("phasedCutover: orders: ROLLED_BACK, 0 % on EKS", build);
        jenkins.assertLogContains("[Pipeline] { (Roll back)", build);
        jenkins.assertLogNotContains("\tat ", build);
        assertThat(bed.sandbox.marathon().healthy(Sandbox.APP)).hasSize(4);
    }

    @Test
    void anAbortedBuildBringsTheServiceBack() throws Exception {
        bed.configure("phases: [25, 100]\nbake: 10m");
        WorkflowJob job = bed.job(jenkins, SCRIPT);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        await().atMost(Duration.ofMinutes(2)).until(() -> build.getLog().contains("EKS requests"));
        build.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("phasedCutover: orders: ROLLED_BACK", build);
    }

    @Test
    void aSecondAbortEndsTheStepAtOnceAndTheRollbackContinues() throws Exception {
        bed.configure("phases: [25, 100]\nbake: 10m");
        WorkflowRun build = bed.job(jenkins, SCRIPT).scheduleBuild2(0).waitForStart();
        await().atMost(Duration.ofMinutes(2)).until(() -> build.getLog().contains("EKS requests"));
        bed.sandbox.first().freeze();
        build.doStop(); // ends the step, and the script's catch joins the rollback that has begun
        bed.until(r -> r.state() == CutoverState.PARTIAL);
        await().atMost(Duration.ofMinutes(2)).until(() -> build.getLog().contains("[Pipeline] rollbackToMesos"));
        build.doStop(); // ends that
        build.doStop(); // finds a build that ends, or has ended
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(bed.state()).isEqualTo(CutoverState.PARTIAL);
        bed.sandbox.first().thaw();
        bed.until(r -> r.state() == CutoverState.ROLLED_BACK);
    }

    @Test
    void aBuildThatDiesWithoutACatchIsNoticed() throws Exception {
        bed.configure("phases: [25, 100]\n" + JenkinsFixture.QUICK);
        String script = "deployToEks service: 'orders'\nshiftTraffic service: 'orders', percent: 25\nerror 'oops'";
        jenkins.buildAndAssertStatus(Result.FAILURE, bed.job(jenkins, script));
        assertThat(bed.state()).isEqualTo(CutoverState.RUNNING);
        ExtensionList.lookupSingleton(AbandonedCutoverMonitor.class).run();
        assertThat(bed.record().orElseThrow().history()).extracting(Event::kind).contains("abandoned");
        assertThat(bed.state()).isEqualTo(CutoverState.RUNNING);
        Environment impatient = new Environment("sandbox");
        impatient.setGrace("0s");
        PhasedCutoverConfiguration.get().setEnvironments(List.of(impatient));
        ExtensionList.lookupSingleton(AbandonedCutoverMonitor.class).run();
        await().atMost(Duration.ofMinutes(2)).until(() -> bed.state() == CutoverState.ROLLED_BACK);
    }

    @Test
    void aFreshBuildBringsBackWhatAnotherLeftWithNothingButTheServicesName() throws Exception {
        bed.configure("phases: [25, 100]\n" + JenkinsFixture.QUICK);
        String script = "deployToEks service: 'orders'\nshiftTraffic service: 'orders', percent: 25";
        jenkins.buildAndAssertSuccess(bed.job(jenkins, script));
        jenkins.buildAndAssertSuccess(bed.job(jenkins, "rollbackToMesos service: 'orders'"));
        assertThat(bed.state()).isEqualTo(CutoverState.ROLLED_BACK);
    }

    @Test
    void anAbortedBuildOfBareStepsEndsWithItsTrafficBack() throws Exception {
        bed.configure("phases: [25, 100]\nbake: 10m");
        String script = "deployToEks service: 'orders'\nshiftTraffic service: 'orders', percent: 25\n"
                + "verifyStability service: 'orders'";
        WorkflowRun build = bed.job(jenkins, script).scheduleBuild2(0).waitForStart();
        await().atMost(Duration.ofMinutes(2)).until(() -> build.getLog().contains("EKS requests"));
        build.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(bed.record().orElseThrow().rollback().trafficBackAt()).isNotNull();
        bed.until(r -> r.state() == CutoverState.ROLLED_BACK);
    }

    @Test
    void checksOfOnesOwnRunWhileTheTrafficIsWatched() throws Exception {
        bed.configure("phases: [25, 100]\n" + JenkinsFixture.QUICK);
        WorkflowRun build = jenkins.buildAndAssertSuccess(
                bed.job(jenkins, "phasedCutover service: 'orders', checks: { echo 'my checks' }"));
        jenkins.assertLogContains("my checks", build);
        jenkins.assertLogContains("last verdict HEALTHY", build);
    }

    @Test
    void aFailedCheckOfOnesOwnBringsTheServiceBackAtOnce() throws Exception {
        bed.configure("phases: [25, 100]\nbake: 10m");
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                bed.job(jenkins, "phasedCutover service: 'orders', checks: { error 'the basket is empty' }"));
        jenkins.assertLogContains("HARMFUL: the step's own checks failed: the basket is empty; traffic is back on Mesos", build);
        assertThat(bed.state()).isEqualTo(CutoverState.ROLLED_BACK);
    }
}
