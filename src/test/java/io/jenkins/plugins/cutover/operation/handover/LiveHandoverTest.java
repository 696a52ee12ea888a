package io.jenkins.plugins.cutover.operation.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.operation.retire.Retire;
import io.jenkins.plugins.cutover.operation.retire.Retire.MesosAfter;
import io.jenkins.plugins.cutover.sandbox.DnsServer;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess.Setup;
import io.jenkins.plugins.cutover.sandbox.LiveCutover;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cutover on two real HAProxies is handed over to their configuration, and Mesos is retired. */
class LiveHandoverTest {
    private static final String NAME = "orders.shop.svc.cluster.local";

    @Test
    void headlessServiceIsHandedOverAndMesosRetired() throws Exception {
        try (DnsServer dns = DnsServer.start();
                LiveCutover cutover = LiveCutover.start(
                        resolvers(dns),
                        100,
                        "",
                        LiveCutover.RULES.replace("{form: none}", "{resolvers: k8s, dns: " + NAME + "}"))) {
            cutover.complete();
            dns.set(NAME, cutover.record().desired().eks());
            assertThat(HandoverCheck.warning(cutover.record())).contains("a reload would send 100% to Mesos");
            assertThatThrownBy(() -> cutover.run(retire(cutover)))
                    .hasMessageContaining("Mesos is kept for orders: the handover is not proven");

            cutover.run(handover(cutover, false, false));
            assertThatThrownBy(() -> cutover.run(handover(cutover, false, true)))
                    .hasMessageContaining("not reloaded since the handover began");

            Instant from = cutover.load().now();
            reload(cutover);
            cutover.run(handover(cutover, false, true));
            LoadSnapshot clients = cutover.load().since(from);
            System.out.println("handed over by DNS, two reloads: " + clients);
            assertThat(cutover.record().handed().provenAt()).isNotNull();
            assertThat(cutover.record().handed().instances().values())
                    .allMatch(i -> i.proven() && i.text().contains("all to EKS"));
            assertThat(HandoverCheck.warning(cutover.record())).isEmpty();
            assertThat(clients.failed()).isZero();

            cutover.run(retire(cutover));
            assertThat(cutover.record().state()).isEqualTo(CutoverState.RETIRED);
            from = cutover.load().now();
            cutover.run(handover(cutover, true, false));
            reload(cutover);
            cutover.run(handover(cutover, true, true));
            assertThat(cutover.sandbox().first().command("show servers state orders"))
                    .doesNotContain("mesos");
            System.out.println(
                    "the form without Mesos, two reloads: " + cutover.load().since(from));
            assertThat(cutover.load().since(from).failed()).isZero();
        }
    }

    private static Setup resolvers(DnsServer dns) {
        return Setup.example()
                .edited(
                        "(?m)^ring requests$",
                        "resolvers k8s\n    nameserver dns 127.0.0.1:" + dns.port()
                                + "\n    hold valid 1s\n    timeout resolve 200ms\n    timeout retry 200ms\n\nring requests");
    }

    private static void reload(LiveCutover cutover) {
        for (HaproxyProcess haproxy :
                List.of(cutover.sandbox().first(), cutover.sandbox().second())) {
            EditedConfig edited =
                    EditedConfig.of(cutover.context(), cutover.record(), "haproxy.cfg", haproxy.writtenConfig());
            assertThat(edited.usable()).as(edited.check()).isTrue();
            assertThat(edited.check()).contains("a reload would send 0% to Mesos");
            haproxy.config(edited.text());
            haproxy.reload(true);
        }
    }

    private static Handover handover(LiveCutover cutover, boolean withoutMesos, boolean prove) {
        return new Handover(cutover.context(), "orders", withoutMesos, prove, Duration.ofSeconds(prove ? 12 : 1));
    }

    private static Retire retire(LiveCutover cutover) {
        return new Retire(
                cutover.context(),
                "orders",
                Duration.ofSeconds(3),
                "alice",
                MesosAfter.SCALE_DOWN,
                Duration.ofMinutes(1));
    }
}
