package io.jenkins.plugins.cutover.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import org.junit.jupiter.api.Test;

class ApprovalTest {
    private final CalmWorld rehearsal = new CalmWorld();

    private Approval approval(String build) {
        return new Approval(rehearsal.context(build), "orders", "alice", "Send 100 % of orders to EKS?", "HEALTHY");
    }

    @Test
    void anApprovalIsRecordedOnce() {
        rehearsal.upTo("5");
        assertThat(rehearsal.run(approval("orders#1"))).containsEntry("recorded", true);
        rehearsal.run(approval("orders#1"));
        assertThat(rehearsal.history())
                .containsOnlyOnce("gate: Send 100 % of orders to EKS? Approved by alice, who was shown HEALTHY");
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.RUNNING);
    }

    @Test
    void theSameAnswerAfterAnotherStepIsRecordedAgain() {
        rehearsal.upTo("5");
        rehearsal.run(approval("orders#1"));
        rehearsal.run(rehearsal.shift("25"));
        rehearsal.run(approval("orders#1"));
        assertThat(rehearsal.history())
                .filteredOn(line -> line.startsWith("gate"))
                .hasSize(2);
    }

    @Test
    void theSameAnswerAfterAnyOtherEventIsRecordedAgain() {
        rehearsal.upTo("5", "100");
        rehearsal.run(approval("orders#1"));
        rehearsal.run(approval("orders#1"));
        CutoverRecord completed = rehearsal.record();
        rehearsal
                .context("orders#1")
                .journal()
                .save(completed.with(
                        d -> d.event(Event.of(completed.updatedAt(), "retire-drain", "draining the Mesos servers"))));
        rehearsal.run(approval("orders#2"));
        assertThat(rehearsal.history())
                .filteredOn(line -> line.startsWith("gate"))
                .hasSize(2);
    }

    @Test
    void aCompletedCutoverKeepsItsOwner() {
        rehearsal.upTo("5", "100");
        assertThat(rehearsal.run(approval("orders#2"))).containsEntry("recorded", true);
        assertThat(rehearsal.record().owner().id()).isEqualTo("orders#1");
        assertThat(rehearsal.record().state()).isEqualTo(CutoverState.COMPLETED);
    }

    @Test
    void aCutoverThatIsNotOpenHasNothingToApprove() {
        assertThat(rehearsal.run(approval("orders#1"))).containsEntry("recorded", false);
        rehearsal.upTo("5");
        rehearsal.run(rehearsal.rollback());
        assertThat(rehearsal.run(approval("orders#1"))).containsEntry("recorded", false);
        assertThat(rehearsal.history()).noneMatch(line -> line.startsWith("gate"));
    }

    @Test
    void aLongQuestionDoesNotFillTheRecord() {
        rehearsal.upTo("5");
        rehearsal.run(new Approval(rehearsal.context("orders#1"), "orders", "alice", "why? ".repeat(1_000), ""));
        assertThat(rehearsal.history().get(rehearsal.history().size() - 1)).hasSizeLessThan(400);
    }
}
