package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.Permission;
import io.jenkins.plugins.cutover.controller.CutoverPermissions;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;

/** A build may do what the user may as whom it runs. */
@Tag("jenkins")
class PermissionTest {
    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private WorkflowJob job;

    @BeforeEach
    void runAsAlice() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        job = jenkins.createProject(WorkflowJob.class);
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .replace(new MockQueueItemAuthenticator()
                        .authenticate(
                                job.getFullName(),
                                User.getOrCreateByIdOrFullName("alice").impersonate2()));
    }

    @AfterEach
    void resetSecurity() {
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
        jenkins.jenkins.setAuthorizationStrategy(hudson.security.AuthorizationStrategy.UNSECURED);
    }

    private static void alice(Permission... permissions) {
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("alice")
                .grant(permissions)
                .everywhere()
                .to("alice"));
    }

    private WorkflowRun failed(String script) throws Exception {
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogNotContains("\tat ", build);
        return build;
    }

    @Test
    void theyAreKnownToWhateverGrantsPermissions() {
        assertThat(Permission.getAll())
                .contains(CutoverPermissions.SHIFT, CutoverPermissions.ROLLBACK, CutoverPermissions.RETIRE);
        assertThat(Permission.fromId("hudson.model.Item.CutoverShift")).isEqualTo(CutoverPermissions.SHIFT);
    }

    @Test
    void whoMayOnlyBuildMayNotShift() throws Exception {
        alice(CutoverPermissions.ROLLBACK);
        WorkflowRun build = failed("shiftTraffic service: 'orders', percent: 5");
        jenkins.assertLogContains(
                "ERROR: orders: 5% to EKS: alice, as whom this build runs, lacks the permission Job/CutoverShift",
                build);
    }

    @Test
    void whoMayShiftMayTakeItBack() throws Exception {
        alice(CutoverPermissions.SHIFT);
        jenkins.assertLogNotContains("lacks the permission", failed("shiftTraffic service: 'orders', percent: 5"));
        jenkins.assertLogNotContains("lacks the permission", failed("rollbackToMesos service: 'orders'"));
    }

    @Test
    void whoMayConfigureTheJobMayShift() throws Exception {
        alice(Item.CONFIGURE);
        jenkins.assertLogNotContains("lacks the permission", failed("shiftTraffic service: 'orders', percent: 5"));
    }

    @Test
    void onlyAnAdministratorMayRetireUnlessSomebodyIsNamed() throws Exception {
        alice(Item.CONFIGURE);
        jenkins.assertLogContains(
                "lacks the permission Job/CutoverRetire",
                failed("retireMesos service: 'orders', approver: 'alice'"));
        jenkins.assertLogContains("lacks the permission Job/CutoverRetire", failed("handOver service: 'orders'"));
        alice(CutoverPermissions.RETIRE);
        jenkins.assertLogNotContains(
                "lacks the permission", failed("retireMesos service: 'orders', approver: 'alice'"));
    }
}
