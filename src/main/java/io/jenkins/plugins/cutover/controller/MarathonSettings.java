package io.jenkins.plugins.cutover.controller;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cutover.model.SpecReader;
import java.util.Map;
import java.util.Set;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The Marathon of an environment. */
public final class MarathonSettings extends AbstractDescribableImpl<MarathonSettings> implements SystemSettings {
    private final String url;
    private String auth = "";
    private String credentialsId = "";
    private String agent = "";

    /** @param url the base of the v2 API */
    @DataBoundConstructor
    public MarathonSettings(String url) {
        this.url = SystemSettings.trimmed(url);
    }

    public String getUrl() {
        return url;
    }

    public String getAuth() {
        return auth;
    }

    /** {@code none}, {@code basic}, {@code dcos} or {@code dcos-token}; empty for what the credential suggests. */
    @DataBoundSetter
    public void setAuth(String auth) {
        this.auth = SystemSettings.trimmed(auth);
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = SystemSettings.trimmed(credentialsId);
    }

    public String getAgent() {
        return agent;
    }

    /** The label of the agents from which alone Marathon can be reached; empty for from the controller. */
    @DataBoundSetter
    public void setAgent(String agent) {
        this.agent = SystemSettings.trimmed(agent);
    }

    @Override
    public Map<String, Object> section() {
        return SystemSettings.given("url", url, "auth", auth, "credential", credentialsId, "agent", agent);
    }

    @Override
    public Set<String> addresses() {
        return Set.of("url", "agent");
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<MarathonSettings> {
        /** Any: what is asked has nothing to do with an app. */
        private static final String APP = "/connection-test";

        @Override
        public String getDisplayName() {
            return Messages.text("marathon");
        }

        @POST
        public ListBoxModel doFillAuthItems() {
            ListBoxModel choices = new ListBoxModel();
            choices.add(Messages.text("auth.credential"), "");
            choices.add(Messages.text("auth.none"), "none");
            choices.add(Messages.text("auth.basic"), "basic");
            choices.add(Messages.text("auth.dcos"), "dcos");
            choices.add(Messages.text("auth.dcosToken"), "dcos-token");
            return choices;
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return CredentialChoice.of(credentialsId);
        }

        @POST
        public FormValidation doTestConnection(
                @QueryParameter String url,
                @QueryParameter String auth,
                @QueryParameter String credentialsId,
                @QueryParameter String agent) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            MarathonSettings asked = new MarathonSettings(url);
            asked.setAuth(auth);
            asked.setCredentialsId(credentialsId);
            asked.setAgent(agent);
            Map<String, Object> section = asked.section();
            section.put("app", APP);
            return ConnectionTest.of(connections -> connections.marathon(SpecReader.marathon("Marathon", section)));
        }
    }
}
