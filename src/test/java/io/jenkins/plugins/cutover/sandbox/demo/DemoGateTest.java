package io.jenkins.plugins.cutover.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Share;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoGateTest {
    @Test
    void aKeyApproves() throws Exception {
        DemoGate gate = new DemoGate(Share.ofPercent(50), null);
        assertThat(gate.question()).isEqualTo("gate: send 50% to EKS? y: approve, n: roll back; waiting 0:00");
        gate.answer(true);
        assertThat(gate.await(Optional::empty)).isEqualTo("demo");
    }

    @Test
    void aKeyRejects() {
        DemoGate gate = new DemoGate(Share.ofPercent(50), null);
        gate.answer(false);
        assertThatThrownBy(() -> gate.await(Optional::empty))
                .isInstanceOf(CutoverException.class)
                .hasMessage("the gate before 50% was rejected");
    }

    @Test
    void itApprovesItselfAfterTheGivenTime() throws Exception {
        DemoGate gate = new DemoGate(Share.ofPercent(50), Duration.ZERO);
        assertThat(gate.await(Optional::empty)).isEqualTo("demo");
    }
}
