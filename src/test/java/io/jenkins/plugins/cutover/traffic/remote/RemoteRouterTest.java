package io.jenkins.plugins.cutover.traffic.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.sandbox.InProcessAgent;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome;
import io.jenkins.plugins.cutover.traffic.RingReading;
import io.jenkins.plugins.cutover.traffic.Router;
import io.jenkins.plugins.cutover.traffic.TestFleet;
import io.jenkins.plugins.cutover.traffic.runtime.ChannelAccess;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real fleet, one instance through mutual TLS, reached from an agent. */
class RemoteRouterTest {
    private static TestFleet fleet;
    private InProcessAgent agent;
    private Router router;

    @BeforeAll
    static void start() {
        fleet = new TestFleet(2, 2, 2);
        fleet.place();
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    @BeforeEach
    void connect() {
        agent = new InProcessAgent();
        router = Router.at(agent, fleet.spec(), Secrets.NONE, Duration.ofSeconds(1));
    }

    @Test
    void applyAndReadAreOneRemoteTaskEach() {
        FleetOutcome outcome = router.apply(fleet.desired("50"));
        assertThat(outcome.confirmed()).as(outcome.problems().toString()).isTrue();
        assertThat(router.read().reachable()).hasSize(2).allSatisfy(i -> assertThat(i.share())
                .isEqualTo(Share.ofPercent("50")));
        assertThat(fleet.router().read().drift(fleet.desired("50"))).isEmpty();
        assertThat(agent.tasks()).isEqualTo(2);
        assertThat(router.apply(fleet.desired("0")).confirmed()).isTrue();
    }

    @Test
    void everyOtherRoundIsARemoteTaskToo() {
        assertThat(router.preflight(List.of(Share.ofPercent("50")), 2))
                .noneMatch(f -> f.severity() == Finding.Severity.BLOCKER);
        RingReading first = router.latencies(List.of());
        assertThat(router.latencies(first.cursors()).lost()).isEmpty();
        assertThat(router.drain(Side.EKS, false).instances()).hasSize(2);
        assertThat(router.dryRun(fleet.desired("50")))
                .allSatisfy(c -> assertThat(c.commands()).isNotEmpty());
        assertThat(Router.identify(agent, fleet.spec(), Secrets.NONE))
                .allSatisfy(f -> assertThat(f.text()).startsWith("HAProxy "));
        assertThat(agent.tasks()).isEqualTo(6);
        fleet.place();
    }

    @Test
    void withoutAnAgentEveryInstanceIsUnreachable() {
        agent.leave();
        assertThat(router.read().unreachable()).hasSize(2).allSatisfy(i -> assertThat(i.reason())
                .isEqualTo("no agent with the label \"vpc\" is online"));
        assertThat(router.apply(fleet.desired("0")).unknowns())
                .hasSize(2)
                .noneMatch(InstanceOutcome.Unknown::changePossible);
        assertThat(router.drain(Side.EKS, false).done()).isFalse();
    }

    @Test
    void aLostAnswerMeansThatAChangeIsPossible() {
        agent.loseAnswers();
        assertThat(router.apply(fleet.desired("0")).unknowns())
                .hasSize(2)
                .allMatch(InstanceOutcome.Unknown::changePossible);
    }

    @Test
    void aSilentInstanceDelaysOnlyTheFirstRound() {
        fleet.haproxy().freeze();
        try {
            router.read();
            long start = System.nanoTime();
            assertThat(router.read().unreachable()).singleElement().satisfies(i -> assertThat(i.reason())
                    .containsPattern("no answer in [2-9]\\d\\d ms"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
        } finally {
            fleet.haproxy().thaw();
        }
    }

    @Test
    void keysAreNotInTheText() {
        assertThat(new RemoteRound<>(
                        fleet.spec(),
                        ChannelAccess.keys(fleet.spec(), Secrets.NONE).orElseThrow(),
                        new HashSet<>(),
                        Duration.ofSeconds(1),
                        .1,
                        new RemoteRound.Read()))
                .asString()
                .doesNotContain("BEGIN");
    }
}
