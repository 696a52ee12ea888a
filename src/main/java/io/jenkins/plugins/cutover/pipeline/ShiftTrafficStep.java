package io.jenkins.plugins.cutover.pipeline;

import hudson.Extension;
import io.jenkins.plugins.cutover.controller.Messages;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.shift.ShiftOptions;
import java.time.Duration;
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

/** Sends a share of the service's traffic to EKS, on every HAProxy instance or on none. */
public final class ShiftTrafficStep extends Step {
    private final String service;
    private final Object percent;
    private String over;
    private String timeout;
    private String drain;
    private boolean cut;
    private boolean dryRun;

    /** @param percent 0 to 100, at most two decimals, as a number or as text */
    @DataBoundConstructor
    public ShiftTrafficStep(String service, Object percent) {
        this.service = service;
        this.percent = percent;
    }

    public String getService() {
        return service;
    }

    public Object getPercent() {
        return percent;
    }

    public String getOver() {
        return over;
    }

    /** How long the ramp takes; without it the share changes in one step. */
    @DataBoundSetter
    public void setOver(String over) {
        this.over = Arguments.emptyToNull(over);
    }

    public String getTimeout() {
        return timeout;
    }

    /** How long an instance may not respond before the whole fleet is set back. */
    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Arguments.emptyToNull(timeout);
    }

    public String getDrain() {
        return drain;
    }

    /** How long requests under way on the side without traffic are waited for; left alone without it. */
    @DataBoundSetter
    public void setDrain(String drain) {
        this.drain = Arguments.emptyToNull(drain);
    }

    public boolean isCut() {
        return cut;
    }

    /** Whether what is still under way after the drain is cut off. */
    @DataBoundSetter
    public void setCut(boolean cut) {
        this.cut = cut;
    }

    public boolean isDryRun() {
        return dryRun;
    }

    /** Whether the changes are only printed. */
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
        private final Share to;
        private final Duration over;
        private final Duration timeout;
        private final Duration drain;
        private final boolean cut;
        private final boolean dryRun;

        Execution(StepContext context, ShiftTrafficStep step) {
            super(
                    context,
                    Arguments.service(step.service),
                    step.service + ": " + Arguments.percent(step.percent) + " to EKS");
            to = Arguments.percent(step.percent);
            over = Arguments.duration("over", step.over, Duration.ZERO);
            timeout = Arguments.duration("timeout", step.timeout, Duration.ofSeconds(30));
            drain = Arguments.duration("drain", step.drain, null);
            cut = step.cut;
            dryRun = step.dryRun;
            options().checked(to);
        }

        private ShiftOptions options() {
            return new ShiftOptions(over, timeout, drain, cut);
        }

        @Override
        Optional<Map<String, Object>> answer(Context context) {
            if (!dryRun) {
                return Optional.empty();
            }
            List<String> changes = operation(context).dryRun();
            changes.forEach(this::say);
            return Optional.of(Map.of("service", service(), "dryRun", true, "changes", List.copyOf(changes)));
        }

        @Override
        Shift operation(Context context) {
            return new Shift(context, service(), to, options());
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "shiftTraffic";
        }

        @Override
        public String getDisplayName() {
            return Messages.text("step.shiftTraffic");
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Arguments.CONTEXT;
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return Arguments.shown(arguments, "service") + ": " + Arguments.shown(arguments, "percent") + "% to EKS";
        }
    }
}
