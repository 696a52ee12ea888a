package io.jenkins.plugins.cutover.operation.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.HandoverSpec;
import io.jenkins.plugins.cutover.model.HandoverSpec.Form;
import io.jenkins.plugins.cutover.model.HandoverState;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.simulation.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandoverCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

    @Test
    void mesosIsKeptWhileTheHandoverIsNotProven() {
        for (Form form : List.of(Form.AUTO, Form.RESOLVERS)) {
            assertThatThrownBy(() -> HandoverCheck.require(record(form, HandoverState.NONE), "alice", NOW))
                    .hasMessageStartingWith(
                            "Mesos is kept for orders: the handover is not proven; run ./cutover handover");
        }
    }

    @Test
    void aProvenHandoverIsEnough() {
        HandoverState proven = HandoverState.NONE.withAfterReload(0).withProven(NOW.minusSeconds(3600));
        assertThatCode(() -> HandoverCheck.require(record(Form.RESOLVERS, proven), "alice", NOW))
                .doesNotThrowAnyException();
    }

    @Test
    void aProofIsVoidWhenAReloadWouldSendTrafficToMesosAgain() {
        HandoverState undone = HandoverState.NONE.withProven(NOW).withAfterReload(5_000);
        assertThatThrownBy(() -> HandoverCheck.require(record(Form.RESOLVERS, undone), "alice", NOW))
                .hasMessageContaining("a reload would send 50% to Mesos, although the handover was proven");
    }

    @Test
    void aFollowerMustHaveBeenSeenWithinAMinute() {
        HandoverState recent = HandoverState.NONE.withFollowed(NOW.minusSeconds(59), "jenkins controller");
        assertThatCode(() -> HandoverCheck.require(record(Form.FOLLOW, recent), "alice", NOW))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        HandoverCheck.require(record(Form.FOLLOW, recent), "alice", NOW.plus(Duration.ofSeconds(1))))
                .hasMessageContaining("no follower runs");
        assertThat(HandoverCheck.dependence(record(Form.FOLLOW, recent)))
                .contains("only the follower jenkins controller keeps the pods' addresses in HAProxy, last seen "
                        + NOW.minusSeconds(59));
    }

    @Test
    void withoutAHandoverAPersonMustAnswerForIt() {
        assertThatCode(() -> HandoverCheck.require(record(Form.NONE, HandoverState.NONE), "alice", NOW))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> HandoverCheck.require(record(Form.NONE, HandoverState.NONE), "", NOW))
                .hasMessageContaining("handover.form: none needs an approver");
    }

    @Test
    void theWarningIsAboutTrafficThatEksHas() {
        HandoverState lost = HandoverState.NONE.withAfterReload(10_000);
        assertThat(HandoverCheck.warning(record(Form.AUTO, lost))).contains("a reload would send 100% to Mesos");
        assertThat(HandoverCheck.warning(record(Form.AUTO, lost)
                        .with(d -> d.desired(new DesiredTraffic(Share.NONE, List.of(), Map.of())))))
                .isEmpty();
        assertThat(HandoverCheck.warning(record(Form.AUTO, lost.withAfterReload(-1))))
                .contains("a reload would leave no server with a weight");
    }

    @Test
    void afterARollbackTheFileOfTheHandoverIsInTheWay() {
        CutoverRecord back = record(
                        Form.RESOLVERS, HandoverState.NONE.withAfterReload(0).withProven(NOW))
                .with(d -> d.desired(new DesiredTraffic(Share.NONE, List.of(), Map.of())));
        assertThat(HandoverCheck.warning(back)).hasValueSatisfying(text -> assertThat(text)
                .startsWith("a reload would send the traffic to EKS again"));
    }

    private static CutoverRecord record(Form form, HandoverState state) {
        return CutoverRecord.open(
                        Specs.orders(1).withHandover(new HandoverSpec(form, "k8s", "")),
                        new Owner("test", "orders#1"),
                        NOW)
                .with(d -> d.desired(new DesiredTraffic(Share.ALL, List.of(), Map.of()))
                        .handover(state));
    }
}
