package io.jenkins.plugins.cutover.operation.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A fleet that is not the recorded one any more, or a record that cannot be used, with real HAProxy processes. */
final class LiveFleetChangeTest {

    @Test
    void endsWithoutAnInstanceThatIsGoneForGood() throws Exception {
        try (LiveCutover cutover = new LiveCutover(100)) {
            cutover.at("50");
            InstanceAddress gone = cutover.sandbox.second().tls();
            cutover.load.use(List.of(Sandbox.entrance(cutover.sandbox.first())));
            cutover.sandbox.second().kill();
            Tick partial =
                    cutover.runFor(cutover.rollback(EksAfter.KEEP, Duration.ofMinutes(1)), Duration.ofSeconds(6));
            assertThat(partial).isInstanceOf(Tick.Again.class);
            assertThat(cutover.record().state()).isEqualTo(CutoverState.PARTIAL);

            InstanceAddress wrong = InstanceAddress.parse("tls:lb9.example.com:9443");
            Rollback typo = cutover.rollback(EksAfter.KEEP, Duration.ofMinutes(1))
                    .withFleet(new FleetChange(List.of(gone), null));
            assertThat(cutover.end(typo)).isInstanceOf(Tick.Done.class);
            LoadSnapshot after = cutover.during(Duration.ofSeconds(2));
            System.out.println("clients after a rollback without the instance that is gone: " + after);
            assertThat(after.answered(Side.EKS)).isZero();
            assertThat(after.failed()).isZero();
            assertThat(cutover.record().spec().haproxy().instances()).doesNotContain(gone);
            assertThat(cutover.record().confirmed()).doesNotContainKey(gone.toString());
            assertThat(cutover.history()).anyMatch(e -> e.startsWith("fleet: the HAProxy instances are "));
            assertThatThrownBy(() -> cutover.record().spec().haproxy().without(wrong))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("is not an HAProxy instance of this cutover; they are [unix:");
        }
    }

    @Test
    void theServiceFileAloneSendsTheTrafficBack() throws Exception {
        try (LiveCutover cutover = new LiveCutover(100)) {
            cutover.at("50");
            ServiceSpec file = cutover.sandbox.spec("phases: [50, 100]");
            ConfiguredRollback rollback = new ConfiguredRollback(
                    cutover.context.clients(), cutover.context.clock(), file, Duration.ofMinutes(1));
            Tick end = cutover.end(rollback);
            LoadSnapshot after = cutover.during(Duration.ofSeconds(2));
            System.out.println("clients after a rollback by the service file alone: " + after);
            assertThat(after.answered(Side.EKS)).isZero();
            assertThat(cutover.load.snapshot().failed()).isZero();
            assertThat(((Tick.Done) end).result())
                    .containsEntry("instances", 2)
                    .containsEntry("marathon", "Marathon runs 4 instances, 4 are healthy; they were not changed");
            assertThat(cutover.sandbox.second().command("get weight orders/mesos1"))
                    .startsWith("100 ");
        }
    }

    /** The lines of the documentation, on each instance. */
    @Test
    void theCommandsForTheSocketAloneSendTheTrafficBack() throws Exception {
        List<String> commands = Pattern.compile("(?m)^echo \"(set weight|shutdown sessions)([^\"]*)\" \\| socat ")
                .matcher(Files.readString(Path.of(System.getProperty("cutover.basedir", "."), "docs", "on-call.md")))
                .results()
                .map(line -> line.group(1) + line.group(2))
                .toList();
        assertThat(commands).hasSize(3);
        try (LiveCutover cutover = new LiveCutover(100)) {
            cutover.at("50");
            for (String command : commands) {
                assertThat(cutover.sandbox.first().command(command)).isEmpty();
                assertThat(cutover.sandbox.second().command(command)).isEmpty();
            }
            LoadSnapshot after = cutover.during(Duration.ofSeconds(2));
            System.out.println("clients after the commands for the socket: " + after);
            assertThat(after.answered(Side.EKS)).isZero();
            assertThat(after.failed()).isZero();
        }
    }

    /** The line of the documentation for 100 %, and then the others. */
    @Test
    void theCommandsForTheSocketAloneEndTheMaintenanceOfMesosAtAHundredPercent() throws Exception {
        String page = Files.readString(Path.of(System.getProperty("cutover.basedir", "."), "docs", "on-call.md"));
        assertThat(page).contains("`set server orders/mesos1 state ready` ends it");
        List<String> commands = Pattern.compile("(?m)^echo \"(set weight)([^\"]*)\" \\| socat ")
                .matcher(page)
                .results()
                .map(line -> line.group(1) + line.group(2))
                .toList();
        try (LiveCutover cutover = new LiveCutover(100)) {
            cutover.at("100");
            List<HaproxyProcess> fleet = List.of(cutover.sandbox.first(), cutover.sandbox.second());
            fleet.forEach(i -> mesos(i, "maint"));
            assertThat(cutover.during(Duration.ofSeconds(1)).answered(Side.MESOS))
                    .isZero();
            for (HaproxyProcess instance : fleet) {
                mesos(instance, "ready");
                commands.forEach(instance::command);
            }
            LoadSnapshot after = cutover.during(Duration.ofSeconds(2));
            System.out.println("clients after the commands for the socket at 100 %: " + after);
            assertThat(after.answered(Side.EKS)).isZero();
            assertThat(after.failed()).isZero();
        }
    }

    private static void mesos(HaproxyProcess instance, String state) {
        for (int i = 1; i <= 4; i++) {
            assertThat(instance.command("set server orders/mesos" + i + " state " + state))
                    .isEmpty();
        }
    }

    /** Both HAProxies lose the pods' addresses when Mesos is gone for good. */
    @Test
    void aRepairEndsTheOutageAfterMesosWasGivenUp() throws Exception {
        try (LiveCutover cutover = new LiveCutover(100)) {
            cutover.at("100");
            cutover.context.journal().save(cutover.record().with(d -> d.state(CutoverState.RETIRED)));
            cutover.sandbox.marathon().outsideScale(Sandbox.APP, 0);
            Instant lost = cutover.load.now();
            cutover.sandbox.first().reload(false);
            cutover.sandbox.second().reload(false);
            LoadSnapshot outage = cutover.during(Duration.ofSeconds(2));
            Tick end = cutover.end(new Repair(cutover.sandbox.context("on call"), "orders", Duration.ofMinutes(1)));
            LoadSnapshot after = cutover.during(Duration.ofSeconds(2));
            System.out.println("clients after the reload at " + lost + ": " + outage + "; after the repair: " + after);
            assertThat(end).isInstanceOf(Tick.Done.class);
            assertThat(outage.failed()).isGreaterThan(outage.total() / 2);
            assertThat(after.failed()).isZero();
            assertThat(after.answered(Side.EKS)).isGreaterThan(150);
            assertThat(cutover.record().state()).isEqualTo(CutoverState.RETIRED);
        }
    }
}
