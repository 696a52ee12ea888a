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

/** How to reach the Kubernetes cluster of an environment: by address, kubeconfig, or region and name on Amazon EKS. */
public final class ClusterSettings extends AbstractDescribableImpl<ClusterSettings> implements SystemSettings {
    private String server = "";
    private String region = "";
    private String cluster = "";
    private String role = "";
    private String externalId = "";
    private String kubeconfig = "";
    private String ca = "";
    private String credentialsId = "";
    private String namespace = "";
    private boolean trustAnyCertificate;

    @DataBoundConstructor
    public ClusterSettings() {
        // every field has a setter
    }

    public String getServer() {
        return server;
    }

    /** The API server's address. */
    @DataBoundSetter
    public void setServer(String server) {
        this.server = SystemSettings.trimmed(server);
    }

    public String getRegion() {
        return region;
    }

    @DataBoundSetter
    public void setRegion(String region) {
        this.region = SystemSettings.trimmed(region);
    }

    public String getCluster() {
        return cluster;
    }

    /** The name of an Amazon EKS cluster; needs the region too. */
    @DataBoundSetter
    public void setCluster(String cluster) {
        this.cluster = SystemSettings.trimmed(cluster);
    }

    public String getRole() {
        return role;
    }

    /** The ARN of the role to assume. */
    @DataBoundSetter
    public void setRole(String role) {
        this.role = SystemSettings.trimmed(role);
    }

    public String getExternalId() {
        return externalId;
    }

    /** The external id that the trust policy of the role requires; needs a role. */
    @DataBoundSetter
    public void setExternalId(String externalId) {
        this.externalId = SystemSettings.trimmed(externalId);
    }

    public String getKubeconfig() {
        return kubeconfig;
    }

    /** The path of a kubeconfig on the controller, or {@code in-cluster}. */
    @DataBoundSetter
    public void setKubeconfig(String kubeconfig) {
        this.kubeconfig = SystemSettings.trimmed(kubeconfig);
    }

    public String getCa() {
        return ca;
    }

    @DataBoundSetter
    public void setCa(String ca) {
        this.ca = SystemSettings.trimmed(ca);
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    /** The id of a credential with a token, a kubeconfig, AWS keys or AWS Credentials. */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = SystemSettings.trimmed(credentialsId);
    }

    public String getNamespace() {
        return namespace;
    }

    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = SystemSettings.trimmed(namespace);
    }

    public boolean isTrustAnyCertificate() {
        return trustAnyCertificate;
    }

    /** Disables TLS verification. */
    @DataBoundSetter
    public void setTrustAnyCertificate(boolean trustAnyCertificate) {
        this.trustAnyCertificate = trustAnyCertificate;
    }

    @Override
    public Map<String, Object> section() {
        return SystemSettings.given(
                "server", server,
                "region", region,
                "cluster", cluster,
                "role", role,
                "externalId", externalId,
                "kubeconfig", kubeconfig,
                "ca", ca,
                "credential", credentialsId,
                "namespace", namespace,
                "trustAnyCertificate", trustAnyCertificate);
    }

    @Override
    public Set<String> addresses() {
        return Set.of("server", "cluster", "stack", "cloud", "kubeconfig");
    }

    @Override
    public List<Finding> test(Connections connections) {
        Map<String, Object> section = section();
        section.put("manifests", "none"); // required, but belongs to a service
        return connections.kubernetes(SpecReader.eks("Kubernetes", section));
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<ClusterSettings> {
        @Override
        public String getDisplayName() {
            return Messages.text("eks");
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return CredentialChoice.of(credentialsId);
        }

        @POST
        public FormValidation doTestConnection(
                @QueryParameter String server,
                @QueryParameter String region,
                @QueryParameter String cluster,
                @QueryParameter String role,
                @QueryParameter String externalId,
                @QueryParameter String kubeconfig,
                @QueryParameter String ca,
                @QueryParameter String credentialsId,
                @QueryParameter String namespace,
                @QueryParameter boolean trustAnyCertificate) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ClusterSettings settings = new ClusterSettings();
            settings.setServer(server);
            settings.setRegion(region);
            settings.setCluster(cluster);
            settings.setRole(role);
            settings.setExternalId(externalId);
            settings.setKubeconfig(kubeconfig);
            settings.setCa(ca);
            settings.setCredentialsId(credentialsId);
            settings.setNamespace(namespace);
            settings.setTrustAnyCertificate(trustAnyCertificate);
            return ConnectionTest.of(settings);
        }
    }
}
