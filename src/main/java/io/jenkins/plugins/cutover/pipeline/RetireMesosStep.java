package io.jenkins.plugins.cutover.pipeline;

import hudson.Extension;
import hudson.security.Permission;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cutover.controller.CutoverPermissions;
import io.jenkins.plugins.cutover.controller.Messages;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.retire.Retire;
import io.jenkins.plugins.cutover.operation.retire.Retire.MesosAfter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** Retires Mesos for a service that runs on EKS. This cannot be undone. */
public final class RetireMesosStep extends Step {
    private static final Choice<MesosAfter> TARGET = Choice.<MesosAfter>of("target", "retire.target")
            .with("scaleDown", MesosAfter.SCALE_DOWN)
            .with("delete", MesosAfter.DELETE);

    private final String service;
    private final String approver;
    private String soak;
    private String target;
    private String timeout;
    private String drain;
    private boolean cut;

    /** @param approver the person who approved, as {@code approvalGate} returns it; kept in the record */
    @DataBoundConstructor
    public RetireMesosStep(String service, String approver) {
        this.service = service;
        this.approver = approver;
    }

    public String getService() {
        return service;
    }

    public String getApprover() {
        return approver;
    }

    public String getSoak() {
        return soak;
    }

    /** For how long every instance must be seen with all traffic on EKS; default one day. */
    @DataBoundSetter
    public void setSoak(String soak) {
        this.soak = Arguments.emptyToNull(soak);
    }

    public String getTarget() {
        return target;
    }

    /** What to do with the Marathon app: {@code scaleDown} to zero instances (default) or {@code delete}. */
    @DataBoundSetter
    public void setTarget(String target) {
        this.target = Arguments.emptyToNull(target);
    }

    public String getTimeout() {
        return timeout;
    }

    /** How long the step tries after the soak; default 15 minutes. */
    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Arguments.emptyToNull(timeout);
    }

    public String getDrain() {
        return drain;
    }

    /** With {@code cut}: how long open requests on Mesos are waited for. */
    @DataBoundSetter
    public void setDrain(String drain) {
        this.drain = Arguments.emptyToNull(drain);
    }

    public boolean isCut() {
        return cut;
    }

    /** Whether what is still open on Mesos after the drain is closed. */
    @DataBoundSetter
    public void setCut(boolean cut) {
        this.cut = cut;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return Arguments.checked(() -> new Execution(context, this));
    }

    static final class Execution extends OperationExecution {
        private static final long serialVersionUID = 1L;
        private final String approver;
        private final Duration soak;

        /** A {@link MesosAfter}, or the enum of its former name in a build that 0.1.0 started. */
        private final Enum<?> target;

        private final Duration timeout;

        /** Null in a build that an earlier version started, and without {@code cut}. */
        private final Duration cutAfter;

        Execution(StepContext context, RetireMesosStep step) {
            super(context, Arguments.service(step.service), step.service + ": retire Mesos");
            approver = approver(step.approver);
            soak = Arguments.duration("soak", step.soak, Duration.ofDays(1));
            target = TARGET.parse(step.target);
            timeout = Arguments.duration("timeout", step.timeout, Duration.ofMinutes(15));
            cutAfter = Arguments.duration("drain", step.drain, null);
            if (step.cut && cutAfter == null) {
                throw new InvalidInputException(
                        "cut: it is what happens at the end of a drain; say how long with drain");
            }
            if (!step.cut && cutAfter != null) {
                throw new InvalidInputException(
                        "drain: it ends the wait for open requests on Mesos only with cut: true; add it, or leave drain out");
            }
        }

        private static String approver(String name) {
            String given = Arguments.emptyToNull(name);
            if (given == null) {
                throw new InvalidInputException(
                        "approver: missing; it is the name of the person who approved that Mesos is retired");
            }
            return given;
        }

        @Override
        Permission permission() {
            return CutoverPermissions.RETIRE;
        }

        @Override
        Operation operation(Context context) {
            return new Retire(context, service(), soak, approver, MesosAfter.valueOf(target.name()), timeout, cutAfter);
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "retireMesos";
        }

        @Override
        public String getDisplayName() {
            return Messages.text("step.retireMesos");
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Arguments.CONTEXT;
        }

        @POST
        public ListBoxModel doFillTargetItems() {
            return TARGET.items();
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return Arguments.shown(arguments, "service") + ": retire Mesos";
        }
    }
}
