package io.jenkins.plugins.cutover.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.SingleFault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CutoverTest {
    private final CalmWorld rehearsal = new CalmWorld();

    @Test
    void aHealthyServiceMovesInFourPhasesWithoutALostRequest() {
        rehearsal.upTo("5", "25", "50", "100");
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.COMPLETED);
        assertThat(rehearsal.eksFractions()).containsOnly(1.0);
        assertThat(rehearsal.world().clients().unserved()).isZero();
        assertThat(rehearsal.world().marathon().instances()).isEqualTo(3);
        assertThat(rehearsal.locks().holder("prod")).isEmpty();
    }

    @Test
    void theTickThatFindsHarmSendsTheTrafficBack() {
        rehearsal.upTo("5");
        rehearsal.run(rehearsal.shift("25"));
        rehearsal.world().clients().errors(Side.EKS, 0.5);
        assertThatThrownBy(() -> rehearsal.run(rehearsal.verify()))
                .hasMessageContaining("HARMFUL")
                .hasMessageEndingWith("traffic is back on Mesos");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
        rehearsal.run(rehearsal.rollback());
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.ROLLED_BACK);
    }

    @Test
    void allPodsDeadIsHarmWithoutStatistics() {
        rehearsal.upTo("5");
        rehearsal.run(rehearsal.shift("25"));
        rehearsal.start(rehearsal.verify());
        rehearsal.time().run(Duration.ofMillis(1500));
        rehearsal.world().cluster().killPods(2, Duration.ofMinutes(1));
        rehearsal.time().run(Duration.ofSeconds(4));
        assertThat(rehearsal.mesosAsBefore()).isTrue();
        assertThat(rehearsal.history()).anyMatch(h -> h.contains("none of the 2 EKS servers is up"));
    }

    @Test
    void aReloadIsReportedAndCorrected() {
        rehearsal.upTo("5");
        rehearsal.run(rehearsal.shift("50"));
        rehearsal.start(rehearsal.verify());
        rehearsal.time().run(Duration.ofMillis(1500));
        rehearsal.world().fleet().get(0).reload();
        rehearsal.time().run(Duration.ofSeconds(3));
        assertThat(rehearsal.eksFractions()).allSatisfy(f -> assertThat(f).isBetween(0.499, 0.501));
        assertThat(rehearsal.history()).anyMatch(h -> h.startsWith("put-right: "));
    }

    @Test
    void aProcessThatWasSuspendedAfterItsPollPassesNoPhase() {
        rehearsal.upTo("5");
        rehearsal.run(rehearsal.shift("50"));
        SingleFault wire = new SingleFault(rehearsal.time());
        Verify verify = new Verify(rehearsal.context("orders#1", wire), "orders", Duration.ofSeconds(3));
        rehearsal.start(verify);
        rehearsal.time().run(Duration.ofMillis(2500));
        wire.on("haproxy", 1, () -> rehearsal.time().run(Duration.ofMinutes(1)));
        rehearsal.time().run(Duration.ofMillis(1200));
        assertThat(rehearsal.record().verify().verdict()).isNull();
        rehearsal.time().run(Duration.ofSeconds(5));
        assertThat(rehearsal.record().verify().verdict()).isEqualTo(Verdict.HEALTHY);
    }
}
