package io.jenkins.plugins.cutover.pipeline;

import hudson.Extension;
import io.jenkins.plugins.cutover.controller.Messages;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.operation.engine.Approval;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Records who approved a gate of a cutover. {@code approvalGate} calls it with the answer of its input step. */
public final class RecordApprovalStep extends Step {
    private final String service;
    private final String approver;
    private String question;
    private String verdict;

    /** @param approver the person who approved */
    @DataBoundConstructor
    public RecordApprovalStep(String service, String approver) {
        this.service = service;
        this.approver = approver;
    }

    public String getService() {
        return service;
    }

    public String getApprover() {
        return approver;
    }

    public String getQuestion() {
        return question;
    }

    /** The question that was asked. */
    @DataBoundSetter
    public void setQuestion(String question) {
        this.question = Arguments.emptyToNull(question);
    }

    public String getVerdict() {
        return verdict;
    }

    /** The verdict that was shown with the question. */
    @DataBoundSetter
    public void setVerdict(String verdict) {
        this.verdict = Arguments.emptyToNull(verdict);
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return Arguments.checked(() -> new Execution(context, this));
    }

    static final class Execution extends OperationExecution {
        private static final long serialVersionUID = 1L;
        private final String approver;
        private final String question;
        private final String verdict;

        Execution(StepContext context, RecordApprovalStep step) {
            super(context, Arguments.service(step.service), step.service + ": approved by " + step.approver);
            approver = approver(step.approver);
            question = step.question == null ? "Continue the cutover of " + step.service + "?" : step.question;
            verdict = step.verdict == null ? "" : step.verdict;
        }

        private static String approver(String name) {
            String given = Arguments.emptyToNull(name);
            if (given == null) {
                throw new InvalidInputException("approver: missing; it is the name of the person who approved");
            }
            return given;
        }

        @Override
        Operation operation(Context context) {
            return new Approval(context, service(), approver, question, verdict);
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "recordApproval";
        }

        @Override
        public String getDisplayName() {
            return Messages.text("step.recordApproval");
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Arguments.CONTEXT;
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return Arguments.shown(arguments, "service") + ": approved by " + Arguments.shown(arguments, "approver");
        }
    }
}
