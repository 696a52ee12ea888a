package io.jenkins.plugins.cutover.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A cutover waits at a gate with half of the traffic on EKS, and real HAProxies and pods do not wait. */
final class GuardedGateTest {
    private static Sandbox sandbox;
    private static CrashTestCutover crossing;

    @BeforeAll
    static void waitsAtAGate() throws Exception {
        sandbox = Sandbox.start();
        crossing = new CrashTestCutover(sandbox);
        crossing.half();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static long told(String kind) {
        return crossing.record().history().stream()
                .filter(e -> e.kind().equals(kind))
                .count();
    }

    @Test
    void aReloadWithoutAStateFileIsPutRightAndTold() {
        long before = told("put-right");
        sandbox.first().reload(false);
        assertThat(crossing.drift())
                .as("what the reload forgot")
                .containsOnlyKeys(sandbox.first().unix());
        crossing.guarded(() -> told("put-right") > before);
        assertThat(crossing.drift()).isEmpty();
        assertThat(crossing.record().history())
                .anyMatch(e -> e.kind().equals("drift")
                        && e.text().startsWith(sandbox.first().unix().toString()));
    }

    @Test
    void aPodThatIsReplacedIsFollowed() {
        List<Endpoint> old = crossing.record().desired().eks();
        Pod gone = pods().get(0);
        sandbox.cluster().client().resource(gone).delete();
        crossing.guarded(() -> served().size() == old.size()
                && !served().contains(gone.getStatus().getPodIP())
                && crossing.drift().isEmpty());
        assertThat(served())
                .containsExactlyInAnyOrderElementsOf(
                        pods().stream().map(p -> p.getStatus().getPodIP()).toList());
        assertThat(told("endpoints")).isPositive();
    }

    private static List<String> served() {
        return crossing.record().desired().eks().stream().map(Endpoint::host).toList();
    }

    private static List<Pod> pods() {
        return sandbox.cluster().client().pods().inNamespace("shop").list().getItems().stream()
                .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }
}
