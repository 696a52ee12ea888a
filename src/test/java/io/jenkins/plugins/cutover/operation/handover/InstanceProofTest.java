package io.jenkins.plugins.cutover.operation.handover;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.HandoverSpec;
import io.jenkins.plugins.cutover.model.HandoverState;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.reconcile.FleetReconciler;
import io.jenkins.plugins.cutover.sandbox.DnsServer;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess.Setup;
import io.jenkins.plugins.cutover.simulation.Specs;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.TestFleet;
import io.jenkins.plugins.cutover.traffic.config.ConfigEdit;
import io.jenkins.plugins.cutover.traffic.config.EksForm;
import io.jenkins.plugins.cutover.traffic.config.EndState;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One real HAProxy with all traffic on EKS, its file as people left it, and a reload. */
class InstanceProofTest {
    private static final String SRV = "_http._tcp.orders.shop.svc.cluster.local";

    private final DnsServer dns = DnsServer.start();
    private final TestFleet fleet = new TestFleet(
            2,
            2,
            1,
            Setup.example()
                    .edited(
                            "(?m)^ring requests$",
                            "resolvers k8s\n    nameserver dns 127.0.0.1:" + dns.port()
                                    + "\n    hold valid 1s\n    timeout resolve 200ms\n\nring requests"));
    private final List<Endpoint> pods = fleet.desired("100").eks();
    private final EksForm addresses = new EksForm.Addresses(pods, "");
    private final EksForm records = new EksForm.Resolved("k8s", SRV, 8080, true, true);
    private HandoverState.Instance begun;
    private HandoverState state = HandoverState.NONE;

    @AfterEach
    void close() {
        fleet.close();
        dns.close();
    }

    @Test
    void fileWithTheAddressesIsProvenAndNothingIsLost() {
        complete();
        String before = reload(addresses, false);
        assertThat(fleet.get(100)).containsOnly(200);
        assertThat(found(addresses).text()).isEqualTo("proven: 100 requests since the reload, all to EKS");
        assertThat(before).contains("server mesos1").contains("weight 100");
        assertThat(fleet.router().read().drift(fleet.desired("100")))
                .as("what this tool would still correct")
                .isEmpty();
    }

    @Test
    void anInstanceWithoutTrafficIsProvenByItsStateAlone() {
        complete();
        reload(addresses, false);
        assertThat(found(addresses).text()).isEqualTo("waits for traffic: 0 requests since the reload");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> found(addresses)
                .proven());
        assertThat(found(addresses).text())
                .isEqualTo("proven by its state; it has no traffic, so its split was not measured");
    }

    @Test
    void anInstanceThatWasNotReloadedProvesNothing() {
        complete();
        assertThat(found(addresses).text()).startsWith("not reloaded since the handover began (pid ");
    }

    @Test
    void weightsOfAStateFileAreNoProof() {
        complete();
        fleet.haproxy().reload(true);
        assertThat(reading().servers(Side.MESOS)).allMatch(s -> s.weight() == 0);
        assertThat(found(addresses).text()).isEqualTo("mesos1 has weight 100 in the file, not 0");
    }

    @Test
    void addressesOfAStateFileAreNoProof() {
        complete();
        fleet.haproxy().config(fleet.haproxy().writtenConfig().replace("weight 100", "weight 0"));
        fleet.haproxy().reload(true);
        assertThat(fleet.get(30)).containsOnly(200);
        assertThat(found(addresses).text()).isEqualTo("the file has no EKS server with a weight for " + pods.get(0));
    }

    @Test
    void aWeightThatWasSetAfterTheReloadIsNoProof() {
        complete();
        reload(addresses, false);
        fleet.haproxy().command("set weight orders/mesos2 10");
        assertThat(found(addresses).text()).isEqualTo("mesos2 has weight 10 at run time and 0 in the file");
    }

    @Test
    void aCommandOfThisToolAfterTheReloadIsNoProof() {
        complete();
        reload(addresses, false);
        state = state.withCorrected(List.of(name()), Instant.now());
        assertThat(found(addresses).text()).startsWith("its file is not complete: this tool had to correct it");
    }

    @Test
    void theMesosLinesMayGoOnlyWithTheFinalForm() {
        complete();
        reload(addresses, true);
        assertThat(found(addresses).text()).startsWith("the file has no Mesos server any more");
        fleet.get(30);
        state = HandoverState.begin(state, HandoverSpec.Form.ADDRESS, true, Instant.now(), Map.of());
        assertThat(found(addresses).proven()).isTrue();
    }

    @Test
    void recordsAreResolvedAndFollowedByHaproxyItself() {
        complete();
        dns.set(SRV, pods);
        reload(records, false);
        awaitUp(2);
        assertThat(fleet.get(40)).containsOnly(200);
        assertThat(found(records).text()).isEqualTo("proven: 40 requests since the reload, all to EKS");
        dns.set(SRV, pods.subList(0, 1));
        awaitUp(1);
        assertThat(fleet.router().read().drift(fleet.desired("100"))).isEmpty();
        assertThat(fleet.get(40)).containsOnly(200);
    }

    @Test
    void aNewProcessMayNeedAMomentToResolveThePodsBeforeThatIsHarm() {
        complete();
        reload(records, false); // the name server does not know the name
        assertThat(FleetReconciler.harm(fleet.router().read())).isEmpty();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> FleetReconciler.harm(
                        fleet.router().read())
                .startsWith("none of the 10 EKS servers is up"));
    }

    @Test
    void emptyServersAreFilledByTheFollowerAlsoWithoutTheMesosLines() {
        EksForm followed = new EksForm.Followed();
        complete();
        reload(followed, false);
        assertThat(found(followed).text()).startsWith("no follower has run for 1m");
        Awaitility.await()
                .until(() -> fleet.router().apply(fleet.desired("100")).confirmed());
        state = state.withCorrected(List.of(name()), Instant.now()).withFollowed(Instant.now(), "the controller");
        assertThat(fleet.get(30)).containsOnly(200);
        assertThat(found(followed).text()).isEqualTo("proven: 30 requests since the reload, all to EKS");
        fleet.haproxy().config(edited(followed, true));
        fleet.haproxy().reload(true);
        assertThat(fleet.get(30)).containsOnly(200);
        fleet.haproxy().reload(false);
        Awaitility.await()
                .until(() -> fleet.router().apply(fleet.desired("100")).confirmed());
        assertThat(fleet.get(30)).containsOnly(200);
    }

    @Test
    void recordsWhoseWeightsCountAreNotProven() {
        complete();
        dns.set(SRV, pods);
        fleet.haproxy().config(edited(records, false).replace(" resolve-opts ignore-weight", ""));
        fleet.haproxy().reload(false);
        awaitUp(2);
        assertThat(found(records).text()).contains("an SRV record without \"resolve-opts ignore-weight\"");
    }

    @Test
    void theMapFileMustSendEverythingToEks() throws Exception {
        try (TestFleet map = TestFleet.map(2, 2)) {
            map.place();
            map.router().apply(map.desired("100"));
            Reachable before = map.router().read().reachable().get(0);
            begun = new HandoverState.Instance(
                    before.identity().pid(), before.identity().startSeconds(), false, "");
            EksForm nodes = new EksForm.Addresses(map.desired("100").eks(), "");
            EndState end = new EndState(map.spec(), nodes, false, "orders, cutover of today");
            map.haproxy()
                    .config(ConfigEdit.of(map.haproxy().writtenConfig(), end, 10)
                            .text());
            map.haproxy().reload(false);
            assertThat(found(nodes, map.router().read().reachable().get(0)).text())
                    .isEqualTo("the map gives EKS 0% after the reload, not 100%");
            Files.writeString(map.haproxy().dir().resolve("split.map"), "orders 10000\n");
            map.haproxy().reload(false);
            Awaitility.await()
                    .until(() -> map.router().read().drift(map.desired("100")).isEmpty());
            assertThat(map.get(40)).containsOnly(200);
            assertThat(found(nodes, map.router().read().reachable().get(0)).text())
                    .isEqualTo("proven: 40 requests since the reload, all to EKS");
        }
    }

    private void complete() {
        fleet.place();
        assertThat(fleet.router().apply(fleet.desired("100")).confirmed()).isTrue();
        Reachable now = reading();
        begun = new HandoverState.Instance(now.identity().pid(), now.identity().startSeconds(), false, "");
    }

    private String edited(EksForm form, boolean withoutMesos) {
        EndState end = new EndState(fleet.spec(), form, withoutMesos, "orders, cutover of today");
        return ConfigEdit.of(fleet.haproxy().writtenConfig(), end, 10).text();
    }

    private String reload(EksForm form, boolean withoutMesos) {
        String before = fleet.haproxy().writtenConfig();
        fleet.haproxy().config(edited(form, withoutMesos));
        fleet.haproxy().reload(false);
        return before;
    }

    private void awaitUp(int servers) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> reading().servers(Side.EKS).stream()
                                .filter(ServerReading::up)
                                .count()
                        == servers);
    }

    private HandoverState.Instance found(EksForm form) {
        return found(form, reading());
    }

    private HandoverState.Instance found(EksForm form, Reachable instance) {
        CutoverRecord record = CutoverRecord.open(Specs.orders(1), new Owner("test", "orders#1"), Instant.now())
                .with(d -> d.handover(state));
        return new InstanceProof(record, form, Instant.now()).of(begun, instance);
    }

    private Reachable reading() {
        return fleet.router().read().reachable().get(0);
    }

    private String name() {
        return reading().instance().toString();
    }
}
