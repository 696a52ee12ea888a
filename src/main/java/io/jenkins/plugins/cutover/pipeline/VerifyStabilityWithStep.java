package io.jenkins.plugins.cutover.pipeline;

import hudson.Extension;
import io.jenkins.plugins.cutover.controller.Messages;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@link VerifyStabilityStep} with a body for the user's own checks, such as a browser test or a validation script. The
 * body runs in parallel to the judge. The phase does not pass before the body ends, and a failed body counts as harm. A
 * separate step, because a Pipeline step either always has a body or never.
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
