package io.jenkins.plugins.cutover.controller;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The settings of an environment, shared by all its services: repositories need no addresses and no credentials. Stored in
 * the global configuration file, so neither this class nor its fields may be renamed.
 */
public final class Environment extends AbstractDescribableImpl<Environment> {
    static final Duration DEFAULT_GRACE = Duration.ofMinutes(5);
    private static final String NEVER = "never";

    private final String name;
    private FleetSettings haproxy;
    private MarathonSettings marathon;
    private ClusterSettings eks;
    private String grace;

    /** @param name the value of {@code environment} in the services' settings */
    @DataBoundConstructor
    public Environment(String name) {
        this.name = name == null ? "" : name.trim();
    }

    /** @param name null for {@code default} */
    public static Optional<Environment> of(Object name) {
        String wanted = name == null ? "default" : String.valueOf(name);
        return ExtensionList.lookup(PhasedCutoverConfiguration.class).stream()
                .flatMap(c -> c.getEnvironments().stream())
                .filter(e -> e.name.equals(wanted))
                .findFirst();
    }

    public String getName() {
        return name;
    }

    public FleetSettings getHaproxy() {
        return haproxy;
    }

    @DataBoundSetter
    public void setHaproxy(FleetSettings haproxy) {
        this.haproxy = haproxy;
    }

    public MarathonSettings getMarathon() {
        return marathon;
    }

    @DataBoundSetter
    public void setMarathon(MarathonSettings marathon) {
        this.marathon = marathon;
    }

    public ClusterSettings getEks() {
        return eks;
    }

    @DataBoundSetter
    public void setEks(ClusterSettings eks) {
        this.eks = eks;
    }

    public String getGrace() {
        return grace;
    }

    /** How long a cutover may be open without its build before it is rolled back: a duration such as {@code 5m}, or {@code never}. */
    @DataBoundSetter
    public void setGrace(String grace) {
        this.grace = grace == null || grace.isBlank() ? null : grace.trim();
    }

    /** @return {@link #DEFAULT_GRACE} when no valid value is set; empty when a cutover is never rolled back automatically */
    Optional<Duration> grace() {
        try {
            return parse(grace);
        } catch (InvalidInputException e) {
            return Optional.of(DEFAULT_GRACE);
        }
    }

    private static Optional<Duration> parse(String grace) {
        if (grace == null || grace.isBlank()) {
            return Optional.of(DEFAULT_GRACE);
        }
        return NEVER.equalsIgnoreCase(grace.trim()) ? Optional.empty() : Optional.of(Durations.parse("grace", grace));
    }

    /**
     * Adds the missing values to a service's settings. A section with its own address stays unchanged: a credential of this
     * environment must not go to an address from a repository.
     */
    public void complete(Map<String, Object> service) {
        complete(service, "haproxy", haproxy);
        complete(service, "marathon", marathon);
        complete(service, "eks", eks);
    }

    @SuppressWarnings("unchecked")
    private static void complete(Map<String, Object> service, String name, SystemSettings settings) {
        if (settings == null) {
            return;
        }
        Object section = service.computeIfAbsent(name, n -> new LinkedHashMap<String, Object>());
        if (section instanceof Map<?, ?> map && settings.addresses().stream().noneMatch(map::containsKey)) {
            settings.section().forEach(((Map<String, Object>) map)::putIfAbsent);
        }
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<Environment> {
        @Override
        public String getDisplayName() {
            return Messages.text("environment");
        }

        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            boolean valid = value != null && value.trim().matches("[a-zA-Z0-9][-_.a-zA-Z0-9]{0,62}");
            return valid ? FormValidation.ok() : FormValidation.error(Messages.text("environment.name"));
        }

        @POST
        public FormValidation doCheckGrace(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return checked(() -> parse(value));
        }

        private static FormValidation checked(Runnable parser) {
            try {
                parser.run();
                return FormValidation.ok();
            } catch (InvalidInputException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
