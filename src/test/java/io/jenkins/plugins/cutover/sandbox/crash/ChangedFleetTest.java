package io.jenkins.plugins.cutover.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.operation.retire.Retire;
import io.jenkins.plugins.cutover.operation.retire.Retire.MesosAfter;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.LiveCutover;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A real HAProxy joins the fleet while a cutover is under way. */
final class ChangedFleetTest {
    @Test
    void anInstanceThatJoinsGetsTheShareBeforeMesosIsGivenUp() throws Exception {
        try (LiveCutover cutover = LiveCutover.start(200)) {
            cutover.deploy();
            cutover.shift("50");
            HaproxyProcess third = cutover.sandbox().another();
            List<InetSocketAddress> entrances =
                    new ArrayList<>(cutover.sandbox().entrances());
            entrances.add(Sandbox.entrance(third));
            cutover.load().use(entrances);
            cutover.edit(named(cutover.spec(), third.unix()));
            cutover.run(cutover.verify(Duration.ofSeconds(2)));
            Map<String, Object> shifted = cutover.shift("100");
            cutover.run(cutover.verify(Duration.ofSeconds(2)));
            cutover.run(new Retire(
                    cutover.context(),
                    "orders",
                    Duration.ofSeconds(2),
                    "alice",
                    MesosAfter.SCALE_DOWN,
                    Duration.ofSeconds(60)));
            LoadSnapshot after = cutover.clients(Duration.ofSeconds(3));
            System.out.println("an instance joins: " + shifted + "; all clients: "
                    + cutover.load().snapshot() + "; after Mesos was given up: " + after);
            assertThat(shifted.get("instances")).isEqualTo(3);
            assertThat(after.failed()).isZero();
            assertThat(cutover.history()).anyMatch(h -> h.contains("joined the fleet: the service file names it"));
        }
    }

    private static ServiceSpec named(ServiceSpec spec, InstanceAddress joined) {
        List<InstanceAddress> all = new ArrayList<>(spec.haproxy().instances());
        all.add(joined);
        return spec.withHaproxy(spec.haproxy().withInstances(all));
    }
}
