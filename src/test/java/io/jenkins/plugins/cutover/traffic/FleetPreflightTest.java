package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess.Setup;
import io.jenkins.plugins.cutover.sandbox.TestCertificates;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each layout that cannot work is reported in one clear line, and nothing is changed. */
class FleetPreflightTest {
    private static final List<Share> SHARES = List.of(Share.ofPercent(5), Share.ofPercent(50), Share.ALL);

    @Test
    void theExampleLayoutHasNoBlockersAndNoWarnings() {
        try (TestFleet fleet = new TestFleet(4, 0, 2)) {
            List<String> before = settings(fleet);
            assertThat(fleet.router().preflight(SHARES, 3))
                    .isNotEmpty()
                    .allMatch(f -> f.severity() == Finding.Severity.INFO);
            assertThat(settings(fleet)).isEqualTo(before);
        }
    }

    @Test
    void aSocketWithoutAdminLevelIsRefused() {
        assertThat(blockers(Setup.example().edited("level admin", "level operator")))
                .singleElement()
                .asString()
                .contains("no admin level", "\"level admin\"");
    }

    @Test
    void anAdminAccessThatClientsCanShutOutIsAWarning() {
        for (Setup setup : List.of(Setup.example(), Setup.example().edited("maxconn 3900", "maxconn 4000"))) {
            try (TestFleet fleet = new TestFleet(2, 0, 2, setup)) {
                List<String> found = fleet.router().preflight(SHARES, 3).stream()
                        .map(Finding::toString)
                        .filter(f -> f.contains("may take"))
                        .toList();
                assertThat(found).hasSize(setup.edit().size());
                assertThat(found)
                        .allMatch(f -> f.contains("tls:127.0.0.1:")
                                && f.contains("may take 4100 connections and HAProxy takes 4000 in all"));
            }
        }
    }

    private static final String LINE = "%Td/%B/%U/%ts/%[var(txn.route)]/%[var(txn.coding)]";

    /** What preflight says of the ring after a request. */
    private static List<Finding> ofRing(Setup setup) {
        try (TestFleet fleet = new TestFleet(1, 0, 1, setup)) {
            fleet.get(1);
            return fleet.router().preflight(SHARES, 3).stream()
                    .filter(f -> f.text().contains("ring"))
                    .toList();
        }
    }

    @Test
    void aRingThatTellsHowRequestsEndIsNotReported() {
        assertThat(ofRing(Setup.example())).isEmpty();
    }

    @Test
    void aRingWithoutALineYetIsReported() {
        try (TestFleet fleet = new TestFleet(1, 0, 1)) {
            assertThat(fleet.router().preflight(SHARES, 3))
                    .anyMatch(f -> f.text().startsWith("ring requests has no line of backend orders yet"));
        }
    }

    @Test
    void withoutARingPreflightNamesWhatStaysUnseen() {
        assertThat(ofRing(Setup.example().withoutRing())).singleElement().satisfies(f -> {
            assertThat(f.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(f.text()).startsWith("there is no ring requests: only HAProxy's counters are judged");
            assertThat(f.text()).contains("too short or very slow", "stay unseen", LINE);
        });
    }

    @Test
    void aRingWithTheOlderLinesIsAWarning() {
        assertThat(ofRing(Setup.example().withShortLines())).singleElement().satisfies(f -> {
            assertThat(f.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(f.text())
                    .startsWith("the lines of ring requests end after %Tr")
                    .contains(LINE);
        });
    }

    @Test
    void linesWithoutRouteOrCodingAreReported() {
        Setup bare = Setup.example().edited("/%\\[var\\(txn.route\\)]/%\\[var\\(txn.coding\\)]", "");
        assertThat(ofRing(bare))
                .extracting(Finding::text)
                .anyMatch(t -> t.contains("have no route: a small route that is wholly broken is found late"))
                .anyMatch(t -> t.contains("have no content coding"));
    }

    @Test
    void anAlgorithmWithoutPercentagesIsRefused() {
        assertThat(blockers(Setup.example().edited("balance roundrobin", "balance leastconn")))
                .singleElement()
                .asString()
                .contains("\"balance leastconn\"", "cannot give percentages", "\"balance roundrobin\"");
    }

    @Test
    void serversOfNeitherSideAreRefused() {
        assertThat(blockers(Setup.example().edited("(?m)^( +server-template)", "    server other 127.0.0.1:9\n$1")))
                .singleElement()
                .asString()
                .contains("other get traffic", "\"mesos*\"", "\"eks*\"");
    }

    @Test
    void tooFewServersAreRefusedWhereNoneCanBeAdded() {
        ModelBackend backend = OldVersionsTest.backend(Dialect.V2_0);
        try (FakeSocket socket = new FakeSocket(backend::execute, java.util.function.UnaryOperator.identity())) {
            Router router = Router.of(TestFleet.spec(List.of(socket.address())), Secrets.NONE);
            assertThat(router.preflight(SHARES, 4))
                    .filteredOn(Finding::blocks)
                    .singleElement()
                    .asString()
                    .contains("3 EKS servers are too few for 4 endpoints", "server-template eks 1-4");
        }
    }

    @Test
    void serversWithAnAddressInTheFileAreAWarning() {
        Setup numeric = Setup.example().edited("eks.invalid:1 init-addr last,127.0.0.1", "127.0.0.1:1");
        try (TestFleet fleet = new TestFleet(2, 0, 1, numeric)) {
            assertThat(fleet.router().preflight(SHARES, 3))
                    .filteredOn(f -> f.severity() == Finding.Severity.WARNING)
                    .singleElement()
                    .asString()
                    .contains("the port but not the address", "eks.invalid:1 init-addr last,127.0.0.1");
        }
    }

    @Test
    void aSlowStartInProgressIsRefused() {
        try (TestFleet fleet =
                new TestFleet(1, 0, 1, Setup.example().edited("default-server", "default-server slowstart 60s"))) {
            fleet.haproxy().command("set server orders/mesos1 state maint");
            fleet.haproxy().command("set server orders/mesos1 state ready");
            assertThat(blockers(fleet.router())).anyMatch(b -> b.contains("slow start is in progress on mesos1"));
        }
    }

    @Test
    void agentChecksAreAWarning() {
        Setup agents = Setup.example().edited("rise 2\\n", "rise 2 agent-check agent-port 1 agent-inter 60s\n");
        try (TestFleet fleet = new TestFleet(2, 1, 1, agents)) {
            assertThat(fleet.router().preflight(List.of(), 1))
                    .anyMatch(f -> f.text().startsWith("an agent check can change the weight of mesos1, mesos2, eks1"));
        }
    }

    @Test
    void aShareThatTheServersCannotGiveIsRefused() {
        try (TestFleet fleet = new TestFleet(1, 0, 1)) {
            assertThat(fleet.router().preflight(List.of(Share.ofPercent("0.1")), 1))
                    .filteredOn(Finding::blocks)
                    .singleElement()
                    .asString()
                    .contains("EKS 0.1% cannot be reached with 1 Mesos servers and 1 endpoints; the nearest is 0.39%");
        }
    }

    @Test
    void anUnknownBackendIsReportedWithTheKnownOnes() {
        try (TestFleet fleet = new TestFleet(1, 0, 1)) {
            HaproxySpec s = fleet.spec();
            HaproxySpec wrong = new HaproxySpec(s.instances(), "order", "mesos*", "eks*", "", null, false);
            assertThat(blockers(Router.of(wrong, Secrets.NONE)))
                    .singleElement()
                    .asString()
                    .contains("there is no backend order; the backends are cutover-admin, orders");
            assertThat(Router.of(wrong, Secrets.NONE)
                            .apply(fleet.desired("5"))
                            .problems()
                            .get(0))
                    .contains("has no backend order");
        }
    }

    @Test
    void aPatternThatMatchesNothingIsReportedWithTheServers() {
        try (TestFleet fleet = new TestFleet(1, 0, 1)) {
            HaproxySpec wrong = new HaproxySpec(fleet.spec().instances(), "orders", "m-*", "eks*", "", null, false);
            assertThat(blockers(Router.of(wrong, Secrets.NONE)))
                    .anyMatch(b -> b.contains("no server matches mesosServers \"m-*\"; there are mesos1, eks1"));
        }
    }

    @Test
    void differentWeightsOnTwoInstancesAreRefused() {
        try (TestFleet fleet = new TestFleet(2, 0, 2)) {
            fleet.haproxy().command("set weight orders/mesos1 3");
            assertThat(blockers(fleet.router())).singleElement().asString().contains("mesos1 has weight 100 and 3 on");
        }
    }

    @Test
    void aRefusedConnectionNamesTheInstance() {
        assertThat(blockers(router("tcp:127.0.0.1:1")))
                .containsExactly("tcp:127.0.0.1:1: connection refused, nothing listens on this address");
        assertThat(blockers(router("unix:/nowhere/admin.sock")))
                .containsExactly("unix:/nowhere/admin.sock: there is no such socket");
        HaproxySpec named = new HaproxySpec(
                List.of(InstanceAddress.parse("tcp:no-such-host.invalid:99")), "orders", "m*", "e*", "", null, true);
        assertThat(blockers(Router.of(named, Secrets.NONE)).get(0)).contains("no-such-host.invalid is not known");
    }

    @Test
    void aWebServerIsNoRuntimeApi() {
        try (TestFleet fleet = new TestFleet(1, 0, 1)) {
            assertThat(blockers(router("tcp:127.0.0.1:" + fleet.haproxy().httpPort()))
                            .get(0))
                    .contains("is not HAProxy's Runtime API, it says \"HTTP/1.1 400");
        }
    }

    @Test
    void aPlainTcpPortOfAnotherMachineIsRefusedWithAnAlternative() {
        assertThatThrownBy(() -> router("tcp:10.0.0.5:9999"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("tcp:10.0.0.5:9999")
                .hasMessageContaining("every client is admin")
                .hasMessageContaining("tls:HOST:PORT");
    }

    @Test
    void anUnknownClientCertificateIsReported() {
        try (TestFleet fleet = new TestFleet(1, 0, 1)) {
            TestCertificates c = TestCertificates.get();
            assertThat(blockers(tls(fleet, c.stranger().toString(), c.ca().toString())))
                    .singleElement()
                    .asString()
                    .contains("does not accept our client certificate");
        }
    }

    @Test
    void aServerCertificateOfAnotherCaIsRefused() {
        try (TestFleet fleet = new TestFleet(1, 0, 1)) {
            TestCertificates c = TestCertificates.get();
            assertThat(blockers(tls(fleet, c.client().toString(), c.stranger().toString())))
                    .singleElement()
                    .asString()
                    .contains("is not signed by the CA in tls.ca");
        }
    }

    @Test
    void unusableCertificateFilesAreNamed() {
        try (TestFleet fleet = new TestFleet(1, 0, 1)) {
            String ca = TestCertificates.get().ca().toString();
            assertThatThrownBy(() -> tls(fleet, "/nowhere.pem", ca))
                    .hasMessage("haproxy: tls.certificate: the file \"/nowhere.pem\" cannot be read");
            assertThatThrownBy(() -> tls(fleet, ca, ca)).hasMessageContaining("BEGIN PRIVATE KEY");
        }
    }

    private static List<String> settings(TestFleet fleet) {
        return fleet.router().read().reachable().stream()
                .flatMap(i -> i.servers().stream())
                .map(s -> s.name() + s.address() + s.weight() + s.maintenance())
                .toList();
    }

    private static List<String> blockers(Setup setup) {
        try (TestFleet fleet = new TestFleet(2, 0, 1, setup)) {
            return blockers(fleet.router());
        }
    }

    private static List<String> blockers(Router router) {
        return router.preflight(SHARES, 3).stream()
                .filter(Finding::blocks)
                .map(Finding::toString)
                .toList();
    }

    private static Router router(String address) {
        return Router.of(TestFleet.spec(List.of(InstanceAddress.parse(address))), Secrets.NONE, Duration.ofMillis(500));
    }

    private static Router tls(TestFleet fleet, String certificate, String ca) {
        var files = new HaproxySpec.TlsFiles(certificate, ca, "");
        List<InstanceAddress> one = List.of(fleet.haproxy().tls());
        return Router.of(
                new HaproxySpec(one, "orders", "mesos*", "eks*", "", files, false),
                Secrets.NONE,
                Duration.ofSeconds(2));
    }
}
