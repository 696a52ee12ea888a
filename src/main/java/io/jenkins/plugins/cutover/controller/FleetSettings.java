package io.jenkins.plugins.cutover.controller;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.operation.engine.Connections;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** How to reach the HAProxy fleet of an environment. */
public final class FleetSettings extends AbstractDescribableImpl<FleetSettings> implements SystemSettings {
    private final String instances;
    private String certificate = "";
    private String ca = "";
    private String credentialsId = "";
    private String latencyRing = "";
    private String agent = "";

    /** @param instances addresses such as {@code tls:lb1.example.com:9443}, separated by white space or commas */
    @DataBoundConstructor
    public FleetSettings(String instances) {
        this.instances = SystemSettings.trimmed(instances);
    }

    public String getInstances() {
        return instances;
    }

    public String getCertificate() {
        return certificate;
    }

    /** The path of a PEM file on the controller with the client's certificate and key. */
    @DataBoundSetter
    public void setCertificate(String certificate) {
        this.certificate = SystemSettings.trimmed(certificate);
    }

    public String getCa() {
        return ca;
    }

    /** The path of a PEM file on the controller with the CA certificates of the instances. */
    @DataBoundSetter
    public void setCa(String ca) {
        this.ca = SystemSettings.trimmed(ca);
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    /** The id of a secret with the client's certificate and key, instead of the file. */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = SystemSettings.trimmed(credentialsId);
    }

    public String getLatencyRing() {
        return latencyRing;
    }

    @DataBoundSetter
    public void setLatencyRing(String latencyRing) {
        this.latencyRing = SystemSettings.trimmed(latencyRing);
    }

    public String getAgent() {
        return agent;
    }

    /** The label of the agents that can reach the instances; empty: the controller connects directly. */
    @DataBoundSetter
    public void setAgent(String agent) {
        this.agent = SystemSettings.trimmed(agent);
    }

    @Override
    public Map<String, Object> section() {
        List<String> addresses = Arrays.stream(instances.split("[\\s,]+"))
                .filter(a -> !a.isEmpty())
                .toList();
        return SystemSettings.given(
                "instances",
                addresses,
                "latencyRing",
                latencyRing,
                "agent",
                agent,
                "tls",
                SystemSettings.given("certificate", certificate, "ca", ca, "credential", credentialsId));
    }

    @Override
    public Set<String> addresses() {
        return Set.of("instances", "agent");
    }

    @Override
    public List<Finding> test(Connections connections) {
        return connections.haproxy(SpecReader.haproxy("HAProxy", section()));
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<FleetSettings> {
        @Override
        public String getDisplayName() {
            return Messages.text("haproxy");
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return CredentialChoice.of(credentialsId);
        }

        @POST
        public FormValidation doTestConnection(
                @QueryParameter String instances,
                @QueryParameter String certificate,
                @QueryParameter String ca,
                @QueryParameter String credentialsId,
                @QueryParameter String agent) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            FleetSettings settings = new FleetSettings(instances);
            settings.setCertificate(certificate);
            settings.setCa(ca);
            settings.setCredentialsId(credentialsId);
            settings.setAgent(agent);
            return ConnectionTest.of(settings);
        }
    }
}
