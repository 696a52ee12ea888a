package io.jenkins.plugins.cutover.pipeline;

import hudson.Extension;
import io.jenkins.plugins.cutover.controller.Messages;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * As {@link VerifyStabilityStep}, with a body of the user's own checks (a browser test, a validation script): it runs
 * beside the judge, the phase does not pass before it has ended, and when it fails that is harm. It is a step of its own
 * because Pipeline knows no optional body: a step that takes one is refused without it, and the other way round.
 */
public final class VerifyStabilityWithStep extends VerifyStabilityStep {
    @DataBoundConstructor
    public VerifyStabilityWithStep(String service) {
        super(service);
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "verifyStabilityWith";
        }

        @Override
        public String getDisplayName() {
            return Messages.text("step.verifyStabilityWith");
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Arguments.CONTEXT;
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return Arguments.shown(arguments, "service");
        }
    }
}
