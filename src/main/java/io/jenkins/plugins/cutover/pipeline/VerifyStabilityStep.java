package io.jenkins.plugins.cutover.pipeline;

import hudson.Extension;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.cutover.controller.Messages;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.model.VerifyChoices;
import io.jenkins.plugins.cutover.model.VerifySpec.OnInconclusive;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.verify.Companion;
import io.jenkins.plugins.cutover.operation.verify.Verify;
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

/** Judges the live traffic until EKS proves no worse than Mesos. Harm sends the traffic back to Mesos at once. */
public class VerifyStabilityStep extends Step {
    private final String service;
    private String bake;
    private String max;
    private String onInconclusive;
    private Object errorMargin;
    private Object errorFloor;
    private Object slo;
    private Object latencyMargin;
    private Object minRequests;
    private Object checks;

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

    /** Minimum time to judge; default: from the settings, for the current share. */
    @DataBoundSetter
    public void setBake(String bake) {
        this.bake = Arguments.emptyToNull(bake);
    }

    public String getMax() {
        return max;
    }

    /** Maximum time before the phase is inconclusive; default: from the settings. */
    @DataBoundSetter
    public void setMax(String max) {
        this.max = Arguments.emptyToNull(max);
    }

    public String getOnInconclusive() {
        return onInconclusive;
    }

    /** What to do when the phase is inconclusive: hold, ask, rollback or proceed; default: from the settings. */
    @DataBoundSetter
    public void setOnInconclusive(String onInconclusive) {
        this.onInconclusive = Arguments.emptyToNull(onInconclusive);
    }

    public Object getErrorMargin() {
        return errorMargin;
    }

    /** Ratio of EKS's odds of failure to Mesos's that still counts as no harm; default: from the settings. */
    @DataBoundSetter
    public void setErrorMargin(Object errorMargin) {
        this.errorMargin = Arguments.emptyToNull(errorMargin);
    }

    public Object getErrorFloor() {
        return errorFloor;
    }

    /** Fraction of failed EKS requests, 0 to 1, that never counts as harm; default: from the settings. */
    @DataBoundSetter
    public void setErrorFloor(Object errorFloor) {
        this.errorFloor = Arguments.emptyToNull(errorFloor);
    }

    public Object getSlo() {
        return slo;
    }

    /** Limit for the fraction of failed EKS requests, whatever Mesos does; 0 for none. Default: from the settings. */
    @DataBoundSetter
    public void setSlo(Object slo) {
        this.slo = Arguments.emptyToNull(slo);
    }

    public Object getLatencyMargin() {
        return latencyMargin;
    }

    /** How many times slower EKS may respond; default: from the settings. */
    @DataBoundSetter
    public void setLatencyMargin(Object latencyMargin) {
        this.latencyMargin = Arguments.emptyToNull(latencyMargin);
    }

    public Object getMinRequests() {
        return minRequests;
    }

    /** Minimum number of EKS requests for the phase to pass; default: from the settings. */
    @DataBoundSetter
    public void setMinRequests(Object minRequests) {
        this.minRequests = Arguments.emptyToNull(minRequests);
    }

    public Object getChecks() {
        return checks;
    }

    /** Names of the configured checks that count in this phase: a list or a comma-separated text; default: all. */
    @DataBoundSetter
    public void setChecks(Object checks) {
        this.checks = Arguments.emptyToNull(checks);
    }

    private VerifyChoices choices() {
        return new VerifyChoices(
                Arguments.duration("max", max, null),
                onInconclusive == null ? null : OnInconclusive.parse(onInconclusive),
                Arguments.number("errorMargin", errorMargin),
                Arguments.number("errorFloor", errorFloor),
                Arguments.number("slo", slo),
                Arguments.number("latencyMargin", latencyMargin),
                Arguments.whole("minRequests", minRequests),
                Arguments.names(checks));
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return Arguments.checked(() -> new Execution(context, this));
    }

    static final class Execution extends OperationExecution {
        private static final long serialVersionUID = 1L;
        private final Duration bake;
        private final VerifyChoices choices;
        private BodyBeside body;

        Execution(StepContext context, VerifyStabilityStep step) {
            super(context, Arguments.service(step.service), step.service + ": judge EKS");
            bake = Arguments.duration("bake", step.bake, null);
            choices = step.choices();
        }

        @Override
        void started() {
            if (getContext().hasBody()) {
                body = BodyBeside.start(getContext(), null);
            }
        }

        @Override
        Operation operation(Context context) {
            return new Verify(context, service(), bake == null ? configured(context) : bake, choices, this::beside);
        }

        BodyBeside body() {
            return body;
        }

        private Companion beside() {
            return body == null ? Companion.NONE : body.companion();
        }

        @Override
        void deliver(Runnable outcome) {
            if (body == null) {
                outcome.run();
            } else {
                body.end(outcome);
            }
        }

        /** A build that was aborted in the body is reported as aborted. */
        @Override
        Throwable shown(Throwable failure) {
            return body == null || body.interruption() == null ? failure : body.interruption();
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
            return Messages.text("step.verifyStability");
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
