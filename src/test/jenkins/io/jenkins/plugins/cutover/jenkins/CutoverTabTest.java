package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.cutover.model.CutoverState;
import java.time.Duration;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;

/** A build's tab shows who approved a gate, also after the next cutover of the service has started. */
@Tag("jenkins")
class CutoverTabTest {
    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private JenkinsFixture bed;

    @BeforeEach
    void start() throws Exception {
        bed = new JenkinsFixture();
        bed.configure("phases: [10, {percent: 100, gate: true}]\n" + JenkinsFixture.QUICK);
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void theTabShowsWhoPassedAGateAndThePageEarlierCutovers() throws Exception {
        WorkflowJob job = bed.job(jenkins, "phasedCutover service: 'orders'");
        WorkflowRun first = job.scheduleBuild2(0).waitForStart();
        await().atMost(Duration.ofMinutes(2)).until(() -> asked(first));
        approve(first, "alice");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(first));
        assertThat(tab(first))
                .contains(
                        "Question",
                        "Send 100 % of orders to EKS?\talice\tHEALTHY",
                        "Approved by alice, who was shown HEALTHY");
        jenkins.buildAndAssertSuccess(bed.job(jenkins, "rollbackToMesos service: 'orders'"));
        bed.until(r -> r.state() == CutoverState.ROLLED_BACK);
        assertThat(page().asNormalizedText()).doesNotContain("Earlier cutovers");

        jenkins.buildAndAssertSuccess(bed.job(jenkins, "deployToEks service: 'orders'"));
        assertThat(page().asNormalizedText()).contains("Earlier cutovers", "requested by the pipeline");
        assertThat(page().getAnchorByHref("/jenkins/" + first.getUrl() + "cutover/")).isNotNull();
        assertThat(tab(first)).contains("Approved by alice");
    }

    private static boolean asked(WorkflowRun build) throws Exception {
        InputAction action = build.getAction(InputAction.class);
        return action != null && !action.getExecutions().isEmpty();
    }

    private static void approve(WorkflowRun build, String user) throws Exception {
        InputStepExecution question = build.getAction(InputAction.class).getExecutions().get(0);
        try (ACLContext as = ACL.as2(new UsernamePasswordAuthenticationToken(user, "", List.of()))) {
            question.doProceedEmpty(); // as the button of every view does
        }
    }

    private static String tab(WorkflowRun build) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            return browser.getPage(build, "cutover").asNormalizedText();
        }
    }

    private static HtmlPage page() throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            return browser.goTo("cutovers/");
        }
    }
}
