package io.jenkins.plugins.cutover.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A cutover waits at a gate with 50 % of the traffic on EKS while real HAProxies and pods change. */
final class GuardedGateTest {
    private static Sandbox sandbox;
    private static CrashTestCutover cutover;

    @BeforeAll
    static void waitsAtAGate() throws Exception {
        sandbox = Sandbox.start();
        cutover = new CrashTestCutover(sandbox);
        cutover.half();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static long events(String kind) {
        return cutover.record().history().stream()
                .filter(e -> e.kind().equals(kind))
                .count();
    }

    @Test
    void theGuardRepairsAndReportsAReloadWithoutAStateFile() {
        long before = events("put-right");
        sandbox.first().reload(false);
        assertThat(cutover.drift())
                .as("what the reload forgot")
                .containsOnlyKeys(sandbox.first().unix());
        cutover.guarded(() -> events("put-right") > before);
        assertThat(cutover.drift()).isEmpty();
        assertThat(cutover.record().history())
                .anyMatch(e -> e.kind().equals("drift")
                        && e.text().startsWith(sandbox.first().unix().toString()));
    }

    @Test
    void theGuardFollowsAReplacedPod() {
        List<Endpoint> old = cutover.record().desired().eks();
        Pod gone = pods().get(0);
        sandbox.cluster().client().resource(gone).delete();
        cutover.guarded(() -> served().size() == old.size()
                && !served().contains(gone.getStatus().getPodIP())
                && cutover.drift().isEmpty());
        assertThat(served())
                .containsExactlyInAnyOrderElementsOf(
                        pods().stream().map(p -> p.getStatus().getPodIP()).toList());
        assertThat(events("endpoints")).isPositive();
    }

    private static List<String> served() {
        return cutover.record().desired().eks().stream().map(Endpoint::host).toList();
    }

    private static List<Pod> pods() {
        return sandbox.cluster().client().pods().inNamespace("shop").list().getItems().stream()
                .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }
}
