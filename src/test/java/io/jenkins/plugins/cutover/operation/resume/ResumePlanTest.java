package io.jenkins.plugins.cutover.operation.resume;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.Specs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumePlanTest {
    /** A file of that name may well lie where the command line is called. */
    @Test
    void aDeployWithManifestsOfAWorkspaceIsNotContinuedOnAnotherMachine() {
        CalmWorld rehearsal = new CalmWorld(Specs.orders(2), List.of(100, 100));
        rehearsal.start(rehearsal.deploy());
        rehearsal.time().run(Duration.ofMillis(5));
        assertThatThrownBy(() -> ResumePlan.of(rehearsal.context("a laptop"), rehearsal.record()))
                .isInstanceOf(CutoverException.class)
                .hasMessage("the deploy of orders was begun by build orders#1 with eks.manifests \"none\" of its"
                        + " workspace, which is not on this machine; run the pipeline again, or roll back: rollback"
                        + " --service orders");
    }
}
