package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.util.Secret;
import io.jenkins.plugins.cutover.controller.JenkinsSecrets;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A team's credentials are kept in its folder, and are for the jobs there. */
@Tag("jenkins")
class FolderCredentialsTest {
    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static void keep(Folder folder) throws Exception {
        for (CredentialsStore store : CredentialsProvider.lookupStores(folder)) {
            if (store.getContext() == folder) {
                Secret secret = Secret.fromString("of-the-folder");
                store.addCredentials(
                        Domain.global(), new StringCredentialsImpl(CredentialsScope.GLOBAL, "marathon", "", secret));
            }
        }
    }

    private static WorkflowRun built(WorkflowJob job) throws Exception {
        job.setDefinition(new CpsFlowDefinition("echo 'hello'", true));
        return jenkins.buildAndAssertSuccess(job);
    }

    @Test
    void onlyTheFoldersOwnBuildsFindThem() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "shop");
        keep(folder);
        WorkflowRun inside = built(folder.createProject(WorkflowJob.class, "orders"));
        WorkflowRun outside = built(jenkins.createProject(WorkflowJob.class, "stranger"));
        assertThat(new JenkinsSecrets(inside).find("marathon")).contains("of-the-folder");
        assertThat(new JenkinsSecrets(outside).find("marathon")).isEmpty();
        assertThat(new JenkinsSecrets(null).find("marathon")).isEmpty();
    }
}
