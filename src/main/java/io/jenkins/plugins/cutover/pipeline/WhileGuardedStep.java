package io.jenkins.plugins.cutover.pipeline;

import hudson.Extension;
import hudson.FilePath;
import hudson.security.Permission;
import io.jenkins.plugins.cutover.controller.Messages;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.guard.GateWatch;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * Runs its body, such as an {@code input}, as long as the service is not rolled back. The controller's guard judges EKS
 * meanwhile; when it sends the traffic back, the body is interrupted and the step fails with the reason.
 */
public final class WhileGuardedStep extends Step {
    private final String service;

    @DataBoundConstructor
    public WhileGuardedStep(String service) {
        this.service = service;
    }

    public String getService() {
        return service;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return Arguments.checked(() -> new Execution(context, this));
    }

    static final class Execution extends OperationExecution {
        private static final long serialVersionUID = 1L;
        private BodyBeside body;
        private boolean known;
        private Instant cutover;

        Execution(StepContext context, WhileGuardedStep step) {
            super(context, Arguments.service(step.service), step.service + ": guarded");
        }

        /** Who may answer the question is the matter of the question. */
        @Override
        Permission permission() {
            return null;
        }

        @Override
        void started() {
            body = BodyBeside.start(getContext(), "the service is rolled back to Mesos");
        }

        /** Once: after a restart a cutover that was rolled back meanwhile must be noticed. */
        @Override
        void prepare(Context context, FilePath workspace) {
            if (!known) {
                cutover = GateWatch.open(context, service()).orElse(null);
                known = true;
            }
        }

        @Override
        Operation operation(Context context) {
            return new GateWatch(context, service(), cutover, body::companion);
        }

        BodyBeside body() {
            return body;
        }

        @Override
        void deliver(Runnable outcome) {
            body.end(outcome);
        }

        /** A refusal and an aborted build are reported as what they are. */
        @Override
        Throwable shown(Throwable failure) {
            return body.failure() == null ? failure : body.failure();
        }

        /** The traffic stays where it is, as with any other step that waits; the pipeline decides what follows. */
        @Override
        public void stop(Throwable cause) {
            endAborted(cause, false);
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "whileGuarded";
        }

        @Override
        public String getDisplayName() {
            return Messages.text("step.whileGuarded");
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
