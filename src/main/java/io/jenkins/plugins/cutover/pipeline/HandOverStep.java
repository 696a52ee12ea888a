package io.jenkins.plugins.cutover.pipeline;

import hudson.Extension;
import hudson.security.Permission;
import io.jenkins.plugins.cutover.controller.CutoverPermissions;
import io.jenkins.plugins.cutover.controller.Messages;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.handover.Handover;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Writes the end state of a completed cutover as HAProxy's own configuration, and proves that it is in place. */
public final class HandOverStep extends Step {
    private final String service;
    private boolean prove = true;
    private boolean withoutMesos;
    private String timeout;

    @DataBoundConstructor
    public HandOverStep(String service) {
        this.service = service;
    }

    public String getService() {
        return service;
    }

    public boolean isProve() {
        return prove;
    }

    /** Whether the step waits until each instance runs the form after a reload; default true. */
    @DataBoundSetter
    public void setProve(boolean prove) {
        this.prove = prove;
    }

    public boolean isWithoutMesos() {
        return withoutMesos;
    }

    /** The form without the Mesos lines, after Mesos was retired. */
    @DataBoundSetter
    public void setWithoutMesos(boolean withoutMesos) {
        this.withoutMesos = withoutMesos;
    }

    public String getTimeout() {
        return timeout;
    }

    /** How long the step waits for the proof; default 15 minutes. */
    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Arguments.emptyToNull(timeout);
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return Arguments.checked(() -> new Execution(context, this));
    }

    static final class Execution extends OperationExecution {
        private static final long serialVersionUID = 1L;
        private final boolean prove;
        private final boolean withoutMesos;
        private final Duration timeout;

        Execution(StepContext context, HandOverStep step) {
            super(context, Arguments.service(step.service), step.service + ": hand over to HAProxy's configuration");
            prove = step.prove;
            withoutMesos = step.withoutMesos;
            timeout = Arguments.duration("timeout", step.timeout, Duration.ofMinutes(15));
        }

        @Override
        Permission permission() {
            return CutoverPermissions.RETIRE;
        }

        @Override
        Operation operation(Context context) {
            return new Handover(context, service(), withoutMesos, prove, timeout);
        }

        /** The log is where people look for what they have to do. */
        @Override
        void completed(Map<String, Object> result) {
            if (!prove) {
                ((Map<?, ?>) result.get("configuration")).forEach((instance, text) -> say(instance + ":\n" + text));
                ((List<?>) result.get("steps")).forEach(step -> say(step.toString()));
            }
            ((Map<?, ?>) result.get("instances")).forEach((instance, text) -> say(instance + ": " + text));
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "handOver";
        }

        @Override
        public String getDisplayName() {
            return Messages.text("step.handOver");
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Arguments.CONTEXT;
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return Arguments.shown(arguments, "service") + ": hand over to HAProxy's configuration";
        }
    }
}
