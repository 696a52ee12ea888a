package io.jenkins.plugins.cutover.controller;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.SpecDocument;
import io.jenkins.plugins.cutover.model.SpecReader;
import java.util.Map;
import java.util.Set;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The settings of one service in the global configuration, in the YAML format of a service file. */
public final class ServiceEntry extends AbstractDescribableImpl<ServiceEntry> {
    private final String name;
    private final String yaml;

    /** @param yaml refers to credentials by id and contains no secrets */
    @DataBoundConstructor
    public ServiceEntry(String name, String yaml) {
        this.name = name == null ? "" : name.trim();
        this.yaml = yaml == null ? "" : yaml;
    }

    public String getName() {
        return name;
    }

    public String getYaml() {
        return yaml;
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<ServiceEntry> {
        @Override
        public String getDisplayName() {
            return Messages.text("service");
        }

        @POST
        public FormValidation doCheckYaml(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            try {
                SpecDocument settings = SpecDocument.yaml("line", value);
                Map<String, Object> tree = settings.toMap();
                Environment.of(tree.get("environment")).ifPresent(e -> e.complete(tree));
                SpecReader.read(settings.with(tree, Set.of()));
                return FormValidation.ok();
            } catch (CutoverException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
