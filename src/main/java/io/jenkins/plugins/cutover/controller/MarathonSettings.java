package io.jenkins.plugins.cutover.controller;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.operation.engine.Connections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** How to reach the Marathon of an environment. */
public final class MarathonSettings extends AbstractDescribableImpl<MarathonSettings> implements SystemSettings {
    /** Any valid id: the connection test asks for no app. */
    private static final String TEST_APP = "/connection-test";

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

    /** {@code none}, {@code basic}, {@code dcos} or {@code dcos-token}; empty: detected from the credential. */
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

    /** The label of the agents that can reach Marathon; empty: the controller connects directly. */
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

    @Override
    public List<Finding> test(Connections connections) {
        Map<String, Object> section = section();
        section.put("app", TEST_APP);
        return connections.marathon(SpecReader.marathon("Marathon", section));
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<MarathonSettings> {
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
            MarathonSettings settings = new MarathonSettings(url);
            settings.setAuth(auth);
            settings.setCredentialsId(credentialsId);
            settings.setAgent(agent);
            return ConnectionTest.of(settings);
        }
    }
}
