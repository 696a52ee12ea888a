package io.jenkins.plugins.cutover.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import io.jenkins.plugins.cutover.sandbox.crash.CrashTestCutover.End;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rollback from 50 % on a Marathon with faults while an instance is missing. */
final class RestoreOnMarathonTest {
    private Sandbox sandbox;
    private CrashTestCutover cutover;
    private int called;

    /** One per test: changes of the app last. */
    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start();
        cutover = new CrashTestCutover(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void halfOnEksAndAnInstanceMissing() {
        cutover.half();
        sandbox.marathon().outsideScale(Sandbox.APP, 3);
        called = sandbox.marathon().calls().size();
    }

    private void comesBack() {
        End end = cutover.back(ProcessLife.full(), "somebody");
        assertThat(end).as(() -> "it waits for " + waitedFor()).isEqualTo(End.DONE);
        assertThat(cutover.record().state()).isEqualTo(CutoverState.ROLLED_BACK);
        assertThat(sandbox.marathon().healthy(Sandbox.APP)).hasSize(4);
        assertThat(calls()).as("a deployment is never deleted").noneMatch(c -> c.startsWith("DELETE /v2/deployments"));
    }

    private List<String> calls() {
        return List.copyOf(sandbox.marathon().calls())
                .subList(called, sandbox.marathon().calls().size());
    }

    private List<String> waitedFor() {
        return cutover.record().history().stream()
                .filter(e -> e.kind().equals("waiting"))
                .map(e -> e.text())
                .toList();
    }

    @Test
    void theRollbackWaitsForALockedAppAndNeverForces() {
        halfOnEksAndAnInstanceMissing();
        sandbox.marathon().lockNextScale(Duration.ofSeconds(1));
        comesBack();
        assertThat(waitedFor()).anyMatch(w -> w.contains("locked by deployment"));
        assertThat(calls()).noneMatch(c -> c.contains("force=true"));
    }

    @Test
    void aLockIsOverriddenWhenTheServiceSaysSo() {
        cutover = new CrashTestCutover(sandbox, true);
        halfOnEksAndAnInstanceMissing();
        sandbox.marathon().lock(Sandbox.APP, Duration.ofMinutes(10));
        comesBack();
        assertThat(calls()).anyMatch(c -> c.startsWith("PATCH") && c.contains("force=true"));
    }

    @Test
    void theRollbackWaitsForAnElectionThatDropsHealthResults() {
        halfOnEksAndAnInstanceMissing();
        sandbox.marathon().goneLeader(Duration.ofSeconds(2));
        comesBack();
        assertThat(waitedFor()).anyMatch(w -> w.contains("502"));
    }

    @Test
    void aProxyErrorPageIsReportedInOneLineAndRetried() {
        halfOnEksAndAnInstanceMissing();
        sandbox.marathon().htmlErrors(Duration.ofSeconds(2));
        comesBack();
        assertThat(waitedFor()).anyMatch(w -> w.contains("503")).noneMatch(w -> w.contains("<") || w.contains("\n"));
    }

    @Test
    void aLoginPageIsNotTreatedAsAnAnswer() {
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
    void anAppDeletedFromOutsideIsRestoredFromTheRecord() {
        cutover.half();
        JsonNode before = sandbox.marathon().definition(Sandbox.APP);
        sandbox.marathon().outsideDelete(Sandbox.APP);
        comesBack();
        assertThat(sandbox.marathon().definition(Sandbox.APP)).isEqualTo(before);
    }

    /** Until the new tasks are healthy they run beside the old ones, at other addresses. */
    private void linesForTheNextVersionToo() {
        String port = sandbox.marathon().healthy(Sandbox.APP).get(0).split(":")[1];
        List<Endpoint> places = IntStream.rangeClosed(1, 8)
                .mapToObj(i -> new Endpoint("127.0.1." + i, Integer.parseInt(port)))
                .toList();
        for (HaproxyProcess haproxy : List.of(sandbox.first(), sandbox.second())) {
            haproxy.mesos(places);
            haproxy.reload(false);
        }
    }

    @Test
    void aVersionDeployedFromOutsideIsReportedAndKept() {
        linesForTheNextVersionToo();
        cutover.half();
        sandbox.marathon().outsideChange(Sandbox.APP, app -> app.put("cmd", "./orders --v2"));
        comesBack();
        assertThat(cutover.record().history())
                .anyMatch(e -> e.kind().equals("mesos") && e.text().endsWith("outside; it is left as it is"));
        assertThat(sandbox.marathon().definition(Sandbox.APP).path("cmd").asText())
                .isEqualTo("./orders --v2");
    }
}
