package io.jenkins.plugins.cutover.pipeline;

import hudson.Extension;
import hudson.model.Result;
import hudson.model.Run;
import hudson.security.Permission;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.model.VerifySpec.OnInconclusive;
import io.jenkins.plugins.cutover.operation.Context;
import io.jenkins.plugins.cutover.operation.Operation;
import io.jenkins.plugins.cutover.operation.Verify;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Watches the live traffic until EKS is shown to be no worse than Mesos; harm sends the traffic back at once. */
public final class VerifyStabilityStep extends Step {
    private final String service;
    private String bake;
    private String max;
    private String onInconclusive;

    @DataBoundConstructor
    public VerifyStabilityStep(String service) {
        this.service = service;
    }

    public String getService() {
        return service;
    }

    public String getBake() {
        return bake;
    }

    /** How long to watch at least; without it, what the settings say for the share of this moment. */
    @DataBoundSetter
    public void setBake(String bake) {
        this.bake = Arguments.emptyToNull(bake);
    }

    public String getMax() {
        return max;
    }

    /** How long the phase may take before it is inconclusive; without it, what the settings say. */
    @DataBoundSetter
    public void setMax(String max) {
        this.max = Arguments.emptyToNull(max);
    }

    public String getOnInconclusive() {
        return onInconclusive;
    }

    /** What happens then: hold, ask, rollback or proceed; without it, what the settings say. */
    @DataBoundSetter
    public void setOnInconclusive(String onInconclusive) {
        this.onInconclusive = Arguments.emptyToNull(onInconclusive);
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return Arguments.checked(() -> new Execution(context, this));
    }

    static final class Execution extends OperationExecution {
        private static final long serialVersionUID = 1L;
        private final Duration bake;
        private final Duration max;
        private final OnInconclusive choice;

        Execution(StepContext context, VerifyStabilityStep step) {
            super(context, Arguments.service(step.service), step.service + ": judge EKS");
            bake = Arguments.duration("bake", step.bake, null);
            max = Arguments.duration("max", step.max, null);
            choice = step.onInconclusive == null ? null : OnInconclusive.parse(step.onInconclusive);
        }

        @Override
        Operation operation(Context context) {
            return new Verify(context, service(), bake == null ? configured(context) : bake, max, choice);
        }

        /** Looking is free, and leaving EKS when it does harm is what nobody may be kept from. */
        @Override
        Permission permission() {
            return null;
        }

        private Duration configured(Context context) {
            return context.journal()
                    .find(service())
                    .flatMap(r -> r.spec().phases().stream()
                            .filter(p -> p.share().equals(r.share()))
                            .findFirst())
                    .map(p -> p.bake())
                    .orElse(Duration.ofMinutes(5));
        }

        @Override
        void completed(Map<String, Object> result) throws IOException, InterruptedException {
            if (Verdict.HEALTHY.name().equals(result.get("verdict"))) {
                return;
            }
            String message = service() + ": " + result.get("verdict") + ": " + result.get("evidence");
            getContext().get(FlowNode.class).addAction(new WarningAction(Result.UNSTABLE).withMessage(message));
            Run<?, ?> build = getContext().get(Run.class);
            build.setResult(Result.UNSTABLE);
            say(message);
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "verifyStability";
        }

        @Override
        public String getDisplayName() {
            return Messages.verifyStability();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Arguments.CONTEXT;
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return Arguments.shown(arguments, "service");
        }
    }
}
