package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Item;
import hudson.model.Result;
import hudson.security.AuthorizationStrategy;
import io.jenkins.plugins.cutover.controller.CutoverPermissions;
import io.jenkins.plugins.cutover.model.CutoverState;
import java.net.URL;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The page of all cutovers: who sees what, and who may roll back. */
@Tag("jenkins")
class CutoversPageTest {
    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private JenkinsFixture bed;
    private WorkflowRun build;

    @BeforeEach
    void aServiceIsCrossing() throws Exception {
        bed = new JenkinsFixture();
        bed.configure("phases: [25, 100]\nbake: 10m");
        WorkflowJob job = bed.job(jenkins, "phasedCutover service: 'orders'");
        build = job.scheduleBuild2(0).waitForStart();
        await().atMost(Duration.ofMinutes(1)).until(() -> build.getLog().contains("EKS requests"));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ).everywhere().to("stranger", "reader", "oncall")
                .grant(Item.READ).everywhere().to("reader", "oncall")
                .grant(CutoverPermissions.ROLLBACK).everywhere().to("oncall"));
    }

    @AfterEach
    void stop() throws Exception {
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        if (build.isBuilding()) {
            build.getExecutor().interrupt();
            jenkins.waitForCompletion(build);
        }
        bed.close();
    }

    private static String page(String user) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            return browser.login(user).goTo("cutovers/").asNormalizedText();
        }
    }

    private static int rollback(String user, HttpMethod method, String service) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            browser.login(user).withThrowExceptionOnFailingStatusCode(false);
            URL url = new URL(jenkins.getURL() + "cutovers/rollback?service=" + service);
            return browser.getPage(browser.addCrumb(new WebRequest(url, method)))
                    .getWebResponse()
                    .getStatusCode();
        }
    }

    @Test
    void everybodySeesWhatTheirJobsDoAndThoseWhoMayHaveTheButton() throws Exception {
        assertThat(page("stranger")).doesNotContain("orders");
        assertThat(page("reader")).contains("orders", "running", "25% on EKS").doesNotContain("Roll back");
        assertThat(page("oncall")).contains("orders", "Roll back");
    }

    @Test
    void thePageCanAskForItsContentAnew() throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            assertThat(browser.login("reader").goTo("cutovers/content").asNormalizedText()).contains("orders");
        }
    }

    @Test
    void theButtonBringsTheServiceBackAndTheBuildFails() throws Exception {
        assertThat(rollback("oncall", HttpMethod.GET, "orders")).isIn(404, 405);
        assertThat(rollback("reader", HttpMethod.POST, "orders")).isEqualTo(403);
        assertThat(rollback("stranger", HttpMethod.POST, "orders")).isEqualTo(404);
        assertThat(rollback("oncall", HttpMethod.POST, "..%2Fsecrets")).isEqualTo(404);
        assertThat(bed.state()).isEqualTo(CutoverState.RUNNING);
        assertThat(rollback("oncall", HttpMethod.POST, "orders")).isEqualTo(200);
        await().atMost(Duration.ofMinutes(1)).until(() -> bed.state() == CutoverState.ROLLED_BACK);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("requested by oncall on the page of all cutovers", build);
        assertThat(page("reader")).contains("rolled back");
    }
}
