package io.jenkins.plugins.cutover.operation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated(PipelineRunner.ONE_JENKINS)
class GuardsTest {
    private final CalmWorld rehearsal = new CalmWorld().upTo("50");
    private final List<String> broughtBack = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();
    private final Guards guards = new Guards(
            rehearsal.runner(),
            owner -> {
                begun.add(owner.toString());
                return rehearsal.context("the controller");
            },
            GuardLease.of(rehearsal.context("the controller")),
            (record, reason) -> broughtBack.add(reason));

    @Test
    void aCutoverHasOneGuardHoweverOftenItIsLookedAt() {
        for (int i = 0; i < 3; i++) {
            guards.over(rehearsal.record());
            rehearsal.time().run(Duration.ofSeconds(10));
        }
        assertThat(begun).hasSize(1);
        assertThat(broughtBack).isEmpty();
    }

    @Test
    void aServiceWhoseTrafficItsGuardSentBackIsTakenTheRestOfTheWay() {
        guards.over(rehearsal.record());
        rehearsal.time().run(Duration.ofSeconds(10));
        rehearsal.world().cluster().killPods(2, Duration.ofMinutes(5));
        rehearsal.time().run(Duration.ofSeconds(20));
        assertThat(broughtBack).singleElement().asString().contains("none of the 2 EKS servers is up");
    }
}
