package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.pipeline.DeployToEksStep;
import io.jenkins.plugins.cutover.pipeline.HandOverStep;
import io.jenkins.plugins.cutover.pipeline.RecordApprovalStep;
import io.jenkins.plugins.cutover.pipeline.RetireMesosStep;
import io.jenkins.plugins.cutover.pipeline.RollbackToMesosStep;
import io.jenkins.plugins.cutover.pipeline.ShiftTrafficStep;
import io.jenkins.plugins.cutover.pipeline.VerifyStabilityStep;
import io.jenkins.plugins.cutover.pipeline.VerifyStabilityWithStep;
import io.jenkins.plugins.cutover.pipeline.WhileGuardedStep;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Snippet Generator's form gives back what it was given, and writes what a pipeline may contain. */
@Tag("jenkins")
class StepRoundTripTest {
    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    @Test
    void shiftTraffic() throws Exception {
        ShiftTrafficStep step = new ShiftTrafficStep("orders", "12.5");
        step.setOver("2m");
        step.setTimeout("10s");
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
        ShiftTrafficStep bare = new StepConfigTester(jenkins).configRoundTrip(new ShiftTrafficStep("orders", "5"));
        assertThat(bare.getOver()).isNull();
    }

    @Test
    void deployToEks() throws Exception {
        DeployToEksStep step = new DeployToEksStep("orders");
        step.setConfig("orders.yaml");
        step.setImage("orders:2");
        step.setReplicas("3");
        step.setBake("5m");
        step.setDryRun(true);
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }

    @Test
    void verifyStability() throws Exception {
        VerifyStabilityStep step = new VerifyStabilityStep("orders");
        step.setBake("90s");
        step.setErrorMargin("1.5");
        step.setMinRequests("50");
        step.setChecks("p95, errors");
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }

    @Test
    void verifyStabilityWith() throws Exception {
        VerifyStabilityWithStep step = new VerifyStabilityWithStep("orders");
        step.setSlo("0.01");
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }

    @Test
    void rollbackToMesos() throws Exception {
        RollbackToMesosStep step = new RollbackToMesosStep("orders");
        step.setReason("we say so");
        step.setTarget("scaleDown");
        step.setOnlyIfOpen(true);
        step.setWithout("tls:10.0.0.5:9443, tls:10.0.0.6:9443");
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }

    @Test
    void whileGuarded() throws Exception {
        WhileGuardedStep step = new WhileGuardedStep("orders");
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }

    @Test
    void retireMesos() throws Exception {
        RetireMesosStep step = new RetireMesosStep("orders", "alice");
        step.setSoak("48h");
        step.setTimeout("1h");
        step.setTarget("delete");
        step.setDrain("10m");
        step.setCut(true);
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }

    @Test
    void handOver() throws Exception {
        HandOverStep step = new HandOverStep("orders");
        step.setProve(false);
        step.setWithoutMesos(true);
        step.setTimeout("1h");
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
        new SnippetizerTester(jenkins).assertRoundTrip(new HandOverStep("orders"), "handOver 'orders'");
    }

    @Test
    void recordApproval() throws Exception {
        RecordApprovalStep step = new RecordApprovalStep("orders", "alice");
        step.setQuestion("Send 50 % of orders to EKS?");
        step.setVerdict("HEALTHY");
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }

    @Test
    void snippets() throws Exception {
        ShiftTrafficStep step = new ShiftTrafficStep("orders", "5");
        new SnippetizerTester(jenkins).assertRoundTrip(step, "shiftTraffic percent: '5', service: 'orders'");
        RollbackToMesosStep back = new RollbackToMesosStep("orders");
        back.setTarget("delete");
        new SnippetizerTester(jenkins).assertRoundTrip(back, "rollbackToMesos service: 'orders', target: 'delete'");
    }
}
