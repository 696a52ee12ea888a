package io.jenkins.plugins.cutover.pipeline;

import hudson.Extension;
import hudson.FilePath;
import io.jenkins.plugins.cutover.controller.Messages;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.QueuedOperation;
import io.jenkins.plugins.cutover.operation.engine.WaitingQueue;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Deploys the service to EKS next to Mesos, ready for traffic but without any. */
public final class DeployToEksStep extends Step {
    private final String service;
    private final Overrides overrides = new Overrides();
    private Object config;
    private boolean dryRun;

    @DataBoundConstructor
    public DeployToEksStep(String service) {
        this.service = service;
    }

    public String getService() {
        return service;
    }

    public Object getConfig() {
        return config;
    }

    /** The settings: a map, YAML text, or the path of a YAML file in the workspace. */
    @DataBoundSetter
    public void setConfig(Object config) {
        this.config = config instanceof CharSequence text ? Arguments.emptyToNull(text.toString()) : config;
    }

    public String getImage() {
        return overrides.text("eks.image");
    }

    @DataBoundSetter
    public void setImage(String image) {
        overrides.put("eks.image", image);
    }

    public String getManifests() {
        return overrides.text("eks.manifests");
    }

    @DataBoundSetter
    public void setManifests(String manifests) {
        overrides.put("eks.manifests", manifests);
    }

    public boolean isFromMarathon() {
        return overrides.flag("eks.fromMarathon");
    }

    @DataBoundSetter
    public void setFromMarathon(boolean fromMarathon) {
        overrides.put("eks.fromMarathon", fromMarathon ? Boolean.TRUE : null);
    }

    public Object getReplicas() {
        return overrides.get("eks.replicas");
    }

    @DataBoundSetter
    public void setReplicas(Object replicas) {
        overrides.put("eks.replicas", replicas);
    }

    public String getTimeout() {
        return overrides.text("eks.timeout");
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        overrides.put("eks.timeout", timeout);
    }

    public Object getPhases() {
        return overrides.get("phases");
    }

    /** A list of percentages, or of maps with percent, bake and gate; or a comma-separated text. */
    @DataBoundSetter
    public void setPhases(Object phases) {
        boolean text = phases instanceof CharSequence && !phases.toString().isBlank();
        overrides.put("phases", text ? List.of(phases.toString().trim().split("\\s*,\\s*")) : phases);
    }

    public String getBake() {
        return overrides.text("bake");
    }

    @DataBoundSetter
    public void setBake(String bake) {
        overrides.put("bake", bake);
    }

    public boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return Arguments.checked(() -> new Execution(context, this));
    }

    static final class Execution extends OperationExecution {
        private static final long serialVersionUID = 1L;
        private static final WaitingQueue QUEUE = new WaitingQueue();
        private final Serializable config;
        private final LinkedHashMap<String, Object> overrides;
        private final boolean dryRun;
        private ServiceSpec spec;
        private String manifests = "";
        private Instant waitingSince;

        Execution(StepContext context, DeployToEksStep step) {
            super(context, Arguments.service(step.service), step.service + ": deploy to EKS");
            config = Overrides.serializable(step.config);
            overrides = step.overrides.all();
            dryRun = step.dryRun;
        }

        /** Reads the settings and manifests once: after a restart the workspace may be gone. */
        @Override
        void prepare(Context context, FilePath workspace) throws IOException, InterruptedException {
            if (spec != null) {
                return;
            }
            ServiceSpec found = ServiceConfig.resolve(service(), config, overrides, workspace);
            String path = found.eks().manifests();
            if (!path.isEmpty() && !Path.of(path).isAbsolute()) {
                manifests = WorkspaceManifests.read(workspace, path);
            }
            waitingSince = context.clock().instant();
            spec = found;
        }

        @Override
        Optional<Map<String, Object>> answer(Context context) {
            if (!dryRun) {
                return Optional.empty();
            }
            List<String> changes = new Deploy(context, spec, manifests).dryRun();
            changes.forEach(this::say);
            return Optional.of(Map.of("service", service(), "dryRun", true, "changes", List.copyOf(changes)));
        }

        @Override
        Operation operation(Context context) {
            return new QueuedOperation(
                    context, spec.environment(), new Deploy(context, spec, manifests), QUEUE, waitingSince);
        }

        @Override
        void completed(Map<String, Object> result) {
            result.put("phases", phases(spec));
        }

        /** The phases as a script needs them to create its stages. */
        private static List<Map<String, Object>> phases(ServiceSpec spec) {
            return spec.phases().stream()
                    .map(p -> Map.<String, Object>of(
                            "percent", p.share().percentText(), "bake", Durations.exact(p.bake()), "gate", p.gate()))
                    .toList();
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "deployToEks";
        }

        @Override
        public String getDisplayName() {
            return Messages.text("step.deployToEks");
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Arguments.CONTEXT;
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            Object image = arguments.get("image");
            return Arguments.shown(arguments, "service") + (image == null ? "" : ": " + image);
        }
    }
}
