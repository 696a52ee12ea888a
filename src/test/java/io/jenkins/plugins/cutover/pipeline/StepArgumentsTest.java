package io.jenkins.plugins.cutover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import java.math.BigDecimal;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated(PipelineRunner.ONE_JENKINS)
class StepArgumentsTest {
    private static void refused(Step step, String message) {
        assertThatThrownBy(() -> step.start(new FakeStepContext(Map.of())))
                .isInstanceOf(AbortException.class)
                .hasMessage(message)
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ten", "101", "-1", "5.125"})
    void aPercentThatIsNoneIsRefusedByName(String percent) {
        refused(
                new ShiftTrafficStep("orders", percent),
                "percent: \"" + percent + "\" is not a number from 0 to 100 with at most two decimals");
    }

    @Test
    void percentsComeAsTextsAndNumbers() throws Exception {
        for (Object percent : new Object[] {5, "5", 12.5, new BigDecimal("0.1"), "12.5%"}) {
            assertThat(new ShiftTrafficStep("orders", percent).start(new FakeStepContext(Map.of())))
                    .isNotNull();
        }
    }

    @Test
    void aDurationThatIsNoneIsRefusedByName() {
        VerifyStabilityStep step = new VerifyStabilityStep("orders");
        step.setBake("five minutes");
        refused(step, "bake: \"five minutes\" is not a duration such as 250ms, 5s, 2m or 1h30m");
    }

    @Test
    void aTargetThatIsNoneIsRefusedWithTheValidOnes() {
        RollbackToMesosStep step = new RollbackToMesosStep("orders");
        step.setTarget("burn");
        refused(step, "target: \"burn\" is not keep, scaleDown or delete");
    }

    @Test
    void anInstanceToRollBackWithoutIsRefusedByName() {
        RollbackToMesosStep step = new RollbackToMesosStep("orders");
        step.setWithout("tls:10.0.0.5:9443, lb2");
        refused(
                step,
                "without: haproxy instance: \"lb2\" is not unix:/path/to/admin.sock, tcp:127.0.0.1:PORT or tls:HOST:PORT");
    }

    @Test
    void retiringMesosRequiresAnApprover() {
        refused(
                new RetireMesosStep("orders", " "),
                "approver: missing; it is the name of the person who approved that Mesos is retired");
    }

    @Test
    void theTimeForAProofIsADuration() {
        HandOverStep step = new HandOverStep("orders");
        step.setTimeout("until tomorrow");
        refused(step, "timeout: \"until tomorrow\" is not a duration such as 250ms, 5s, 2m or 1h30m");
    }

    @Test
    void aMesosTargetThatIsNoneIsRefusedWithTheValidOnes() {
        RetireMesosStep step = new RetireMesosStep("orders", "alice");
        step.setTarget("keep");
        refused(step, "target: \"keep\" is not scaleDown or delete");
    }

    @Test
    void theServiceIsMandatory() {
        refused(new DeployToEksStep(" "), "service: missing; it is the name of the service to move");
    }

    @Test
    void theViewsShowWhatAStepDoes() {
        StepDescriptor shift = new ShiftTrafficStep.DescriptorImpl();
        assertThat(shift.argumentsToString(Map.of("service", "orders", "percent", 5)))
                .isEqualTo("orders: 5% to EKS");
        assertThat(shift.getDisplayName()).isNotBlank();
    }
}
