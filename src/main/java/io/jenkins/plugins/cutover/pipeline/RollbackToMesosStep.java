package io.jenkins.plugins.cutover.pipeline;

import hudson.Extension;
import hudson.security.Permission;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cutover.controller.CutoverPermissions;
import io.jenkins.plugins.cutover.controller.Messages;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.rollback.FleetChange;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import java.time.Duration;
import java.util.ArrayList;
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
import org.kohsuke.stapler.verb.POST;

/** Rolls the service back to Mesos, from any state of its cutover. */
public final class RollbackToMesosStep extends Step {
    private static final Choice<EksAfter> TARGET = Choice.<EksAfter>of("target", "rollback.target")
            .with("keep", EksAfter.KEEP)
            .with("scaleDown", EksAfter.SCALE_DOWN)
            .with("delete", EksAfter.DELETE);

    private final String service;
    private String reason;
    private String target;
    private String timeout;
    private boolean onlyIfOpen;
    private Object without;

    @DataBoundConstructor
    public RollbackToMesosStep(String service) {
        this.service = service;
    }

    public String getService() {
        return service;
    }

    public String getReason() {
        return reason;
    }

    /** The reason, one sentence for the record and the report. */
    @DataBoundSetter
    public void setReason(String reason) {
        this.reason = Arguments.emptyToNull(reason);
    }

    public String getTarget() {
        return target;
    }

    /** What to do with the pods on EKS: {@code keep} (default), {@code scaleDown} or {@code delete}. */
    @DataBoundSetter
    public void setTarget(String target) {
        this.target = Arguments.emptyToNull(target);
    }

    public String getTimeout() {
        return timeout;
    }

    /** How long the step tries; default 15 minutes. The record stays open afterwards, and another call continues. */
    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Arguments.emptyToNull(timeout);
    }

    public boolean isOnlyIfOpen() {
        return onlyIfOpen;
    }

    /** Does nothing unless this build moved the service: for a catch block that may run before the cutover started. */
    @DataBoundSetter
    public void setOnlyIfOpen(boolean onlyIfOpen) {
        this.onlyIfOpen = onlyIfOpen;
    }

    public Object getWithout() {
        return without;
    }

    /**
     * HAProxy instances that are gone for good, as the service file names them: a list or a comma-separated text. They are
     * taken out of the cutover.
     */
    @DataBoundSetter
    public void setWithout(Object without) {
        this.without = Arguments.emptyToNull(without);
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return Arguments.checked(() -> new Execution(context, this));
    }

    static final class Execution extends OperationExecution {
        private static final long serialVersionUID = 1L;
        private final String reason;
        private final EksAfter target;
        private final Duration timeout;
        private final boolean onlyIfOpen;
        /** Null without {@code without}, and in a build that an earlier version started. */
        private final List<InstanceAddress> without;

        Execution(StepContext context, RollbackToMesosStep step) {
            super(context, Arguments.service(step.service), step.service + ": roll back to Mesos");
            reason = step.reason == null ? "requested by the pipeline" : step.reason;
            target = TARGET.parse(step.target);
            timeout = Arguments.duration("timeout", step.timeout, Duration.ofMinutes(15));
            onlyIfOpen = step.onlyIfOpen;
            without = instances(step.without);
        }

        private static List<InstanceAddress> instances(Object without) {
            if (without == null) {
                return null;
            }
            List<InstanceAddress> instances = new ArrayList<>();
            for (String name : Arguments.names(without)) {
                try {
                    instances.add(InstanceAddress.parse(name));
                } catch (CutoverException e) {
                    throw new InvalidInputException("without: " + e.getMessage());
                }
            }
            return instances;
        }

        @Override
        Optional<Map<String, Object>> answer(Context context) {
            if (!onlyIfOpen) {
                return Optional
                        .empty(); // Rollback waits for a journal that does not respond; reading it here would fail
            }
            Optional<CutoverRecord> record = context.journal().find(service());
            boolean ours = record.filter(r -> moved(context, r)).isPresent();
            return !ours ? Optional.of(Map.of("service", service(), "outcome", "NOTHING_TO_DO")) : Optional.empty();
        }

        private boolean moved(Context context, CutoverRecord record) {
            return record.owner().equals(context.owner())
                    || context.locks()
                            .holder(record.spec().environment())
                            .filter(h -> h.owner().equals(context.owner())
                                    && h.service().equals(service()))
                            .isPresent();
        }

        @Override
        Permission permission() {
            return CutoverPermissions.ROLLBACK;
        }

        @Override
        Operation operation(Context context) {
            List<InstanceAddress> gone = without == null ? List.of() : without;
            return new Rollback(context, service(), reason, target, timeout).withFleet(new FleetChange(gone, null));
        }

        @Override
        void completed(Map<String, Object> result) {
            result.putIfAbsent("outcome", "ROLLED_BACK");
        }

        @Override
        boolean outlivesAbort() {
            return true;
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "rollbackToMesos";
        }

        @Override
        public String getDisplayName() {
            return Messages.text("step.rollbackToMesos");
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
            return Arguments.shown(arguments, "service") + ": roll back to Mesos";
        }
    }
}
