package io.jenkins.plugins.cutover.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import io.jenkins.plugins.cutover.sandbox.crash.Crossing.End;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way back from half of the traffic, on a Marathon that has its troubles while an instance is missing. */
final class RestoreOnMarathonTest {
    private Sandbox sandbox;
    private Crossing crossing;
    private int called;

    /** One for each test: a new version of the app runs where HAProxy has no lines for it. */
    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start();
        crossing = new Crossing(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void halfOnEksAndAnInstanceMissing() {
        crossing.half();
        sandbox.marathon().outsideScale(Sandbox.APP, 3);
        called = sandbox.marathon().calls().size();
    }

    private void comesBack() {
        assertThat(crossing.back(Life.full(), "somebody")).isEqualTo(End.DONE);
        assertThat(crossing.record().state()).isEqualTo(CutoverState.ROLLED_BACK);
        assertThat(sandbox.marathon().healthy(Sandbox.APP)).hasSize(4);
        assertThat(calls()).as("a deployment is never deleted").noneMatch(c -> c.startsWith("DELETE /v2/deployments"));
    }

    private List<String> calls() {
        return List.copyOf(sandbox.marathon().calls())
                .subList(called, sandbox.marathon().calls().size());
    }

    private List<String> waitedFor() {
        return crossing.record().history().stream()
                .filter(e -> e.kind().equals("waiting"))
                .map(e -> e.text())
                .toList();
    }

    @Test
    void anAppLockedByAnotherDeploymentIsWaitedForAndNeverForced() {
        halfOnEksAndAnInstanceMissing();
        sandbox.marathon().lockNextScale(Duration.ofSeconds(1));
        comesBack();
        assertThat(waitedFor()).anyMatch(w -> w.contains("locked by deployment"));
        assertThat(calls()).noneMatch(c -> c.contains("force=true"));
    }

    @Test
    void aLockIsOverriddenWhenTheServiceSaysSo() {
        crossing = new Crossing(sandbox, true);
        halfOnEksAndAnInstanceMissing();
        sandbox.marathon().lock(Sandbox.APP, Duration.ofMinutes(10));
        comesBack();
        assertThat(calls()).anyMatch(c -> c.startsWith("PATCH") && c.contains("force=true"));
    }

    @Test
    void anElectionIsWaitedOutThoughItForgetsTheHealthResults() {
        halfOnEksAndAnInstanceMissing();
        sandbox.marathon().goneLeader(Duration.ofSeconds(2));
        comesBack();
        assertThat(waitedFor()).anyMatch(w -> w.contains("502"));
    }

    @Test
    void aProxysPageIsOneLineAndWaitedOut() {
        halfOnEksAndAnInstanceMissing();
        sandbox.marathon().htmlErrors(Duration.ofSeconds(2));
        comesBack();
        assertThat(waitedFor()).anyMatch(w -> w.contains("503")).noneMatch(w -> w.contains("<") || w.contains("\n"));
    }

    @Test
    void aLoginPageIsNotTakenForMarathonsWord() {
        halfOnEksAndAnInstanceMissing();
        sandbox.marathon().loginPages(Duration.ofSeconds(2));
        comesBack();
        assertThat(waitedFor()).anyMatch(w -> w.contains("a proxy or a login page answered"));
    }

    @Test
    void aDeploymentThatIsAcceptedAndThenLostIsNoSuccess() {
        halfOnEksAndAnInstanceMissing();
        sandbox.marathon().loseNextDeployment(Duration.ofSeconds(3));
        comesBack();
        assertThat(waitedFor()).anyMatch(w -> w.contains("3 of 4 tasks are healthy"));
    }

    @Test
    void aLaunchBackOffIsEndedInsteadOfWaitedFor() {
        halfOnEksAndAnInstanceMissing();
        sandbox.marathon().failNextLaunches(2);
        comesBack();
        assertThat(calls()).anyMatch(c -> c.startsWith("DELETE /v2/queue") && c.contains("delay"));
    }

    @Test
    void aTaskThatDiesWhileTheOthersComeBackIsWaitedFor() {
        halfOnEksAndAnInstanceMissing();
        sandbox.marathon().crashTask(0);
        comesBack();
    }

    @Test
    void anAppThatSomebodyDeletedIsPutBackAsItWasRecorded() {
        crossing.half();
        JsonNode before = sandbox.marathon().definition(Sandbox.APP);
        sandbox.marathon().outsideDelete(Sandbox.APP);
        comesBack();
        assertThat(sandbox.marathon().definition(Sandbox.APP)).isEqualTo(before);
    }

    @Test
    void anotherVersionThatSomebodyDeployedIsToldAndLeft() {
        crossing.half();
        sandbox.marathon().outsideChange(Sandbox.APP, app -> app.put("cmd", "./orders --v2"));
        comesBack();
        assertThat(crossing.record().history())
                .anyMatch(e -> e.kind().equals("mesos") && e.text().endsWith("outside; it is left as it is"));
        assertThat(sandbox.marathon().definition(Sandbox.APP).path("cmd").asText())
                .isEqualTo("./orders --v2");
    }
}
