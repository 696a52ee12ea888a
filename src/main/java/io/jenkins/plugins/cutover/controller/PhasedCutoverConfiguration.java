package io.jenkins.plugins.cutover.controller;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.util.FormValidation;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.JournalAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The global configuration: environments with their systems, and services that pipelines may name without settings. In
 * Configuration as Code it is {@code cutover} below {@code unclassified}. The symbol must differ from the library's
 * {@code phasedCutover}: a script that does not load the library would otherwise create this object, do nothing and
 * succeed. Stored in JENKINS_HOME by its class name, so neither this class nor its fields may be renamed.
 */
@Extension
@Symbol("cutover")
public final class PhasedCutoverConfiguration extends GlobalConfiguration {
    private List<Environment> environments = new ArrayList<>();
    private List<ServiceEntry> services = new ArrayList<>();
    private String journal;

    public PhasedCutoverConfiguration() {
        load();
    }

    public static PhasedCutoverConfiguration get() {
        return ExtensionList.lookupSingleton(PhasedCutoverConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return Messages.text("plugin");
    }

    public synchronized List<Environment> getEnvironments() {
        return List.copyOf(environments);
    }

    @DataBoundSetter
    public synchronized void setEnvironments(List<Environment> environments) {
        this.environments = environments == null ? new ArrayList<>() : new ArrayList<>(environments);
        save();
    }

    public synchronized List<ServiceEntry> getServices() {
        return List.copyOf(services);
    }

    @DataBoundSetter
    public synchronized void setServices(List<ServiceEntry> services) {
        this.services = services == null ? new ArrayList<>() : new ArrayList<>(services);
        save();
    }

    public synchronized String getJournal() {
        return journal;
    }

    /**
     * The address of records and locks; null for a folder below JENKINS_HOME.
     *
     * @throws InvalidInputException when the address is not valid
     */
    @DataBoundSetter
    public synchronized void setJournal(String journal) {
        String given = journal == null || journal.isBlank() ? null : journal.trim();
        if (given != null) {
            JournalAddress.parse(given);
        }
        this.journal = given;
        save();
    }

    Optional<JournalAddress> journalAddress() {
        return Optional.ofNullable(getJournal()).map(JournalAddress::parse);
    }

    @POST
    public FormValidation doCheckJournal(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            return value == null || value.isBlank()
                    ? FormValidation.ok()
                    : FormValidation.ok(JournalAddress.parse(value).toString());
        } catch (InvalidInputException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** @throws InvalidInputException naming the known services */
    public String yamlOf(String service) {
        List<ServiceEntry> known = getServices();
        return known.stream()
                .filter(s -> s.getName().equals(service))
                .findFirst()
                .map(ServiceEntry::getYaml)
                .orElseThrow(() -> new InvalidInputException("service: \"" + service
                        + "\" is not in the global configuration, and the step has no config; known: "
                        + (known.isEmpty()
                                ? "none"
                                : known.stream().map(ServiceEntry::getName).collect(Collectors.joining(", ")))));
    }
}
