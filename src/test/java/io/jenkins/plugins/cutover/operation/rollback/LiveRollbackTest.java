package io.jenkins.plugins.cutover.operation.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rollbacks on real HAProxy processes while Mesos changes around them. */
final class LiveRollbackTest {

    /** As marathon-lb does after a deployment on Mesos: new lines, then a reload. */
    private static void rename(Sandbox sandbox, int servers) {
        List<String> lines = new ArrayList<>();
        for (String endpoint : sandbox.marathon().healthy(Sandbox.APP)) {
            int number = lines.size() + 1;
            lines.add("mesos" + (number <= servers ? "_10_0_1_" : "") + number + " " + endpoint + " weight 100");
        }
        Stream.of(sandbox.first(), sandbox.second()).forEach(haproxy -> {
            haproxy.mesosNamed(lines);
            haproxy.reload(true);
        });
    }

    private static void returnsAfterRename(int servers) throws Exception {
        try (LiveCutover cutover = new LiveCutover(150)) {
            cutover.at("50");
            rename(cutover.sandbox, servers);
            cutover.judge(Duration.ofSeconds(2));
            Tick end = cutover.runFor(cutover.rollback(EksAfter.KEEP, Duration.ofSeconds(12)), Duration.ofSeconds(15));
            LoadSnapshot after = cutover.during(Duration.ofSeconds(4));
            System.out.println("clients after the rollback with " + servers + " of 4 servers renamed: " + after);
            assertThat(end).as("%s", cutover.history()).isInstanceOf(Tick.Done.class);
            assertThat(after.answered(Side.EKS)).isZero();
            assertThat(after.answered(Side.MESOS)).isGreaterThan(500);
            assertThat(cutover.load.snapshot().failed()).isZero();
        }
    }

    @Test
    void returnsAfterARedeployOnMesosGaveEveryServerAnotherName() throws Exception {
        returnsAfterRename(4);
    }

    @Test
    void returnsAfterOneTaskOfFourGotAnotherName() throws Exception {
        returnsAfterRename(1);
    }

    /** Mesos runs two of four tasks, and another deployment keeps the app locked. */
    @Test
    void sendsEverythingToMesosWhenEksFailsWhileMesosIsShort() throws Exception {
        try (LiveCutover cutover = new LiveCutover(100)) {
            cutover.at("50");
            cutover.judge(Duration.ofSeconds(3));
            cutover.sandbox.marathon().outsideScale(Sandbox.APP, 2);
            cutover.sandbox.marathon().lock(Sandbox.APP, Duration.ofMinutes(2));
            Rollback rollback = cutover.rollback(EksAfter.KEEP, Duration.ofMinutes(2));
            cutover.runFor(rollback, Duration.ofSeconds(3));
            assertThat(cutover.record().share().basisPoints())
                    .as("%s", cutover.history())
                    .isPositive();
            Instant fails = cutover.load.now();
            cutover.sandbox.eksFaults().errors(1);
            Tick tick = cutover.runFor(rollback, Duration.ofSeconds(15));
            LoadSnapshot clients = cutover.load.since(fails);
            System.out.println("clients in 15 s after EKS began to fail in a waiting rollback: " + clients);
            assertThat(tick).isInstanceOf(Tick.Again.class);
            assertThat(cutover.record().share()).isEqualTo(Share.NONE);
            assertThat(clients.errors(Side.EKS))
                    .as("before, EKS kept its half until Mesos could carry all")
                    .isLessThan(clients.total() / 3);
            assertThat(cutover.history())
                    .anyMatch(e -> e.startsWith("rollback: all traffic leaves EKS at once: HARMFUL"))
                    .anyMatch(e -> e.startsWith("capacity: all traffic is on Mesos, which can carry 50% of it now"));
        }
    }

    @Test
    void doesNotScaleMesosBelowWhatRuns() throws Exception {
        try (LiveCutover cutover = new LiveCutover(100)) {
            cutover.at("50");
            cutover.sandbox.marathon().outsideScale(Sandbox.APP, 8);
            cutover.judge(Duration.ofSeconds(2));
            Tick end = cutover.end(cutover.rollback(EksAfter.KEEP, Duration.ofSeconds(20)));
            System.out.println("instances after the rollback: "
                    + cutover.sandbox.marathon().instances(Sandbox.APP) + ", calls "
                    + cutover.sandbox.marathon().calls().stream()
                            .filter(call -> call.startsWith("P"))
                            .toList());
            assertThat(end).isInstanceOf(Tick.Done.class);
            assertThat(cutover.sandbox.marathon().instances(Sandbox.APP)).isEqualTo(8);
            assertThat(((Tick.Done) end).result()).containsEntry("mesosInstances", 8);
            assertThat(cutover.history())
                    .anyMatch(e -> e.contains("Marathon runs 8 instances, 4 were recorded; they are left running"));
        }
    }
}
